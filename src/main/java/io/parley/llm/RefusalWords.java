package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.llm.Endpoint.ApiKey;
import io.parley.llm.RelayOutcome.Refusal;
import io.parley.platform.Json;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A provider's own words to a request that it refused, for whoever wrote that request. Only where
/// it is the request that is wrong: what a provider says about our key, our account or itself is
/// nobody else's business.
final class RefusalWords {
  private static final Set<Integer> OF_THE_REQUEST = Set.of(400, 404, 413, 422);
  private static final int LONGEST = 1_000;

  /// Providers quote keys, shortened or not.
  private static final Pattern KEY =
      Pattern.compile("(?i)\\b(sk|pk|gsk|nvapi|csk|key|bearer)[-_ ][\\w*.…-]{4,}");

  private RefusalWords() {}

  static Optional<Refusal> of(Endpoint endpoint, int status, String body) {
    if (!OF_THE_REQUEST.contains(status)) {
      return Optional.empty();
    }
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      JsonNode error = root.path("error").isMissingNode() ? root : root.path("error");
      return words(error)
          .filter(message -> !namesKey(endpoint, message))
          .map(message ->
              new Refusal(
                  status,
                  message,
                  text(error.path("type")),
                  text(error.path("param")),
                  text(error.path("code"))));
    } catch (JsonProcessingException e) {
      // A proxy's page: nothing that would help.
      return Optional.empty();
    }
  }

  private static Optional<String> words(JsonNode error) {
    return error.isTextual()
        ? text(error)
        : text(error.path("message")).or(() -> text(error.path("detail")));
  }

  private static boolean namesKey(Endpoint endpoint, String message) {
    return KEY.matcher(message).find()
        || endpoint.apiKey().map(ApiKey::value).filter(message::contains).isPresent();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() || node.isNumber()
        ? Optional.of(node.asText())
            .filter(text -> !text.isBlank())
            .map(text -> text.substring(0, Math.min(text.length(), LONGEST)))
        : Optional.empty();
  }
}
