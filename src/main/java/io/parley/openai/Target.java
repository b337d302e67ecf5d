package io.parley.openai;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/// What a request asks for, however its client spells it: with a slash at its end, with two in the
/// middle, or as Azure's clients do, below `/openai` and with the model in the path.
///
/// @param path below `/v1`, decoded: models' names hold slashes, which some clients encode
/// @param deployment the model, where the path names it
record Target(String path, Optional<String> deployment) {
  private static final String DEPLOYMENTS = "/deployments/";
  private static final List<String> OF_DEPLOYMENTS =
      List.of("/chat/completions", "/completions", "/embeddings");

  static Target of(HttpServletRequest request) {
    return of(
        request.getServletPath().equals("/openai"),
        Optional.ofNullable(request.getPathInfo()).orElse(""));
  }

  static Target of(boolean azure, String written) {
    String path = plain(written);
    if (!azure) {
      return new Target(path, Optional.empty());
    }
    if (path.equals("/v1") || path.startsWith("/v1/")) {
      return new Target(path.substring("/v1".length()), Optional.empty());
    }
    return deployed(path).orElseGet(() -> new Target(path, Optional.empty()));
  }

  private static Optional<Target> deployed(String path) {
    return path.startsWith(DEPLOYMENTS)
        ? OF_DEPLOYMENTS.stream()
            .filter(call -> path.endsWith(call))
            .filter(call -> path.length() > DEPLOYMENTS.length() + call.length())
            .findFirst()
            .map(call ->
                new Target(
                    call,
                    Optional.of(
                        path.substring(DEPLOYMENTS.length(), path.length() - call.length()))))
        : Optional.empty();
  }

  private static String plain(String path) {
    String single = path.replaceAll("/{2,}", "/");
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }
}
