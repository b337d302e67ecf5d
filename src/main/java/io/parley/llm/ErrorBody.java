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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private ErrorBody() {}

  static ProviderFailure read(String provider, int status, HttpHeaders headers, String body) {
    return failure(provider, status, words(body), retryAfter(headers, Instant.now()));
  }

  /// An `error` object in the middle of a stream that began with status 200. Its `code` is a status
  /// at some providers and a word at others.
  static ProviderFailure read(String provider, JsonNode error) {
    int status = error.path("code").asInt(error.path("status").asInt(0));
    return failure(provider, status, words(error), Optional.empty());
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
