package io.parley.llm;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider's address as somebody wrote it, and what requests need of it. What is written is
/// never repeated in a message: it may hold a password or a key.
///
/// @param authorization made of a user name and password in the address (RFC 7617)
/// @param deployment the model that an address of Azure names
/// @param remarks what was left out of it or put elsewhere
record BaseUrl(
    URI url, Optional<String> authorization, Optional<String> deployment, List<String> remarks) {
  private static final Pattern DEPLOYMENT = Pattern.compile(".*/openai/deployments/([^/]+)");
  private static final List<String> CALLS =
      List.of("/chat/completions", "/completions", "/embeddings", "/models", "/responses");

  BaseUrl {
    remarks = List.copyOf(remarks);
  }

  /// @throws IllegalArgumentException if it is no address that can be asked; says why
  static BaseUrl of(String text) {
    URI written = parse(text);
    List<String> remarks = new ArrayList<>();
    String path = written.getRawPath().replaceFirst("/+$", "");
    for (String call : CALLS) {
      if (path.endsWith(call)) {
        path = path.substring(0, path.length() - call.length()).replaceFirst("/+$", "");
        remarks.add("ends where " + call + " would follow, so that this part of it is left out");
        break;
      }
    }
    if (written.getRawFragment() != null) {
      remarks.add("has a fragment (#…), which is left out");
    }
    Optional<String> user = Optional.ofNullable(written.getUserInfo());
    if (user.isPresent()) {
      remarks.add("has a user name, which is sent as Authorization: Basic");
    }
    return new BaseUrl(
        Endpoint.withPath(withoutUser(written), path),
        user.map(BaseUrl::basic),
        deployment(path),
        remarks);
  }

  private static URI parse(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          text.matches(".*\\s.*")
              ? "is not an address: it has a space in it"
              : "is not an address");
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme) || url.getRawAuthority() == null) {
      throw new IllegalArgumentException(
          "is not an http address: it begins with http:// or https:// and a host");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException(
          "is not an http address: a host has letters, digits, hyphens and dots, and its port is a"
              + " number");
    }
    if (url.getPort() > 65_535 || url.getPort() == 0) {
      throw new IllegalArgumentException("is not an http address: a port is 1 to 65535");
    }
    return url;
  }

  private static URI withoutUser(URI url) {
    String authority = url.getRawAuthority();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(
        url.getScheme().toLowerCase(Locale.ROOT)
            + "://"
            + authority.substring(authority.lastIndexOf('@') + 1)
            + url.getRawPath()
            + query);
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /// Azure lists what could be deployed, not what is.
  private static Optional<String> deployment(String path) {
    Matcher matcher = DEPLOYMENT.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
