package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what is wrong from a provider's error answer. The status alone does not tell: a prompt
/// that is too long is a 400 like any other, an empty purse is OpenAI's 429 (whose rate limits
/// speak of billing as well), and an unknown model is a 404 here and a 400 there. So the body's
/// `code`, `type` and words are looked at, and not passed on.
final class ErrorBody {
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context_length|maximum context|context (window|length|size)|prompt is too long"
              + "|too many tokens|reduce the length|exceeds? the (model's )?max");
  private static final Pattern NO_MODEL =
      Pattern.compile(
          "model_not_found|invalid[_ ]model|model.{0,120}(not found|not exist|does not exist)"
              + "|not a valid model|unknown model|no such model|try pulling it");
  private static final Pattern NO_CREDIT =
      Pattern.compile(
          "insufficient_quota|insufficient (balance|credit|fund)|exceeded your current quota"
              + "|billing_(hard_limit|not_active)|more credits");
  private static final Pattern OF_THE_ACCOUNT =
      Pattern.compile(
          "\\b(for|on|of|from|by|with) (your|this|the) (account|(api[ -]?)?key|ip\\b|workspace)"
              + "|(account|key)[- ](level|wide|limit|rate limit|quota)|for all models");
  private static final Pattern FILTERED =
      Pattern.compile("content_filter|content_policy|moderation|flagged|safety");

  private static final List<String> WORDS = List.of("message", "msg", "detail");
  private static final List<String> STATUSES =
      List.of("code", "status", "status_code", "statusCode", "error_code");

  private ErrorBody() {}

  static ProviderFailure read(String provider, int status, HttpHeaders headers, String body) {
    return failure(provider, status, words(body), retryAfter(headers, Instant.now()));
  }

  /// What the JSON text of an answer with status 200 says is wrong: an `error`, or, as vLLM and
  /// Mistral have it, an object that is an error. Its `code` is a status at some providers and a
  /// word at others. Empty if it is no error, or no JSON.
  static Optional<ProviderFailure> in(String provider, String json) {
    JsonNode root = parse(json);
    JsonNode error = root.path("error");
    if (says(error)) {
      return Optional.of(failure(provider, error, root));
    }
    boolean itself =
        root.path("object").asText().equals("error")
            || (!root.has("choices") && says(root.path("error_code")))
            || (!root.has("choices") && says(root.path("error_msg")));
    return itself ? Optional.of(read(provider, root)) : Optional.empty();
  }

  /// An `error` object.
  static ProviderFailure read(String provider, JsonNode error) {
    return failure(provider, error, error);
  }

  /// The same where there is no answer beside it: then a mere `message` is an error as well.
  static Optional<ProviderFailure> inPlaceOfAnswer(String provider, String json) {
    JsonNode root = parse(json);
    boolean message =
        !root.has("choices")
            && WORDS.stream().anyMatch(field -> says(root.path(field)))
            && !root.path("object").asText().startsWith("chat.completion");
    return in(provider, json)
        .or(() -> message ? Optional.of(read(provider, root)) : Optional.empty());
  }

  /// The data of an event that is called an error, whatever it is.
  static ProviderFailure told(String provider, String data) {
    JsonNode root = parse(data);
    if (!root.isObject()) {
      return failure(provider, 0, data.toLowerCase(Locale.ROOT), Optional.empty());
    }
    return failure(provider, says(root.path("error")) ? root.path("error") : root, root);
  }

  private static ProviderFailure failure(String provider, JsonNode error, JsonNode root) {
    boolean mute = !error.isContainerNode() && !error.isTextual();
    return failure(provider, status(error, root), words(mute ? root : error), Optional.empty());
  }

  /// The status that an error with status 200 names; 0 if it names none.
  static int status(JsonNode error, JsonNode root) {
    return STATUSES.stream()
        .flatMap(field -> Stream.of(error.path(field), root.path(field)))
        .mapToInt(value -> value.asInt(0))
        .filter(status -> status >= 100 && status < 600)
        .findFirst()
        .orElse(0);
  }

  /// Neither absent nor null, false, 0 or empty.
  private static boolean says(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> !value.asText().isEmpty();
      case OBJECT, ARRAY -> !value.isEmpty();
      case BOOLEAN -> value.asBoolean();
      case NUMBER -> value.asInt() != 0;
      default -> false;
    };
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode root = Json.MAPPER.readTree(json);
      return root.isArray() && root.size() == 1 ? root.get(0) : root;
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static ProviderFailure failure(
      String provider, int status, String words, Optional<Duration> retryAfter) {
    FailureCode code = code(status, words);
    return new ProviderFailure(provider, code, scope(code, status, words), retryAfter);
  }

  /// Gateways limit each model by itself, and so do most providers: a limit is the account's only
  /// where they say so and speak of no model. A key may be good, and not for one model.
  private static FailureScope scope(FailureCode code, int status, String words) {
    return switch (code) {
      case RATE_LIMITED ->
          OF_THE_ACCOUNT.matcher(words).find() && !words.contains("this model")
              ? FailureScope.PROVIDER
              : FailureScope.MODEL;
      case PROVIDER_UNAUTHORIZED ->
          status == 403 && words.contains("model") ? FailureScope.MODEL : FailureScope.PROVIDER;
      default -> code.scope();
    };
  }

  private static FailureCode code(int status, String words) {
    if (status == 402 || NO_CREDIT.matcher(words).find()) {
      return FailureCode.PROVIDER_QUOTA_EXHAUSTED;
    }
    if (status == 403 && FILTERED.matcher(words).find()) {
      return FailureCode.PROVIDER_REJECTED;
    }
    if (status == 401 || status == 403) {
      return FailureCode.PROVIDER_UNAUTHORIZED;
    }
    if (status != 413 && (status == 429 || words.contains("rate_limit"))) {
      return FailureCode.RATE_LIMITED;
    }
    if (status == 413 || (status < 500 && TOO_LONG.matcher(words).find())) {
      return FailureCode.CONTEXT_LENGTH_EXCEEDED;
    }
    if (status < 500 && NO_MODEL.matcher(words).find()) {
      return FailureCode.MODEL_NOT_FOUND;
    }
    return switch (status) {
      case 404 -> FailureCode.MODEL_NOT_FOUND;
      case 408 -> FailureCode.PROVIDER_TIMEOUT;
      case 400, 422 -> FailureCode.PROVIDER_REJECTED;
      default ->
          FILTERED.matcher(words).find()
              ? FailureCode.PROVIDER_REJECTED
              : FailureCode.PROVIDER_ERROR;
    };
  }

  private static String words(String body) {
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      JsonNode first = root.isArray() && root.size() == 1 ? root.get(0) : root; // Gemini's
      return words(first.has("error") ? first.get("error") : first);
    } catch (JsonProcessingException e) {
      // A proxy's page or plain text: its words are worth as much.
      return body.toLowerCase(Locale.ROOT);
    }
  }

  private static String words(JsonNode error) {
    if (error.isTextual()) {
      return error.asText().toLowerCase(Locale.ROOT);
    }
    return String.join(
            " ",
            text(error.path("code")),
            text(error.path("type")),
            text(error.path("title")),
            text(error.path("message")),
            text(error.path("msg")),
            text(error.path("error_msg")),
            text(error.path("detail")))
        .toLowerCase(Locale.ROOT);
  }

  /// Mistral puts a whole object where others have a sentence.
  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  /// RFC 9110, section 10.2.3: seconds or a date; OpenAI adds `retry-after-ms`.
  static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
    Optional<Duration> millis =
        headers
            .firstValue("retry-after-ms")
            .map(String::strip)
            .flatMap(ErrorBody::decimal)
            .map(Duration::ofMillis);
    return millis.or(() -> headers.firstValue("retry-after").flatMap(value -> after(value, now)));
  }

  private static Optional<Duration> after(String value, Instant now) {
    Optional<Duration> seconds =
        decimal(value.strip() + "e3").map(Duration::ofMillis); // seconds may be fractions
    return seconds.or(() -> until(value, now));
  }

  private static Optional<Duration> until(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> decimal(String value) {
    try {
      double number = Double.parseDouble(value);
      return number >= 0 && number < 1e12 ? Optional.of((long) number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
