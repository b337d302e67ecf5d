package io.parley.openai;

import io.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.openai.*`.
@Dependent
class OpenAiConfig {
  private static final int MEBIBYTE = 1024 * 1024;

  private final Settings settings;

  @Inject
  OpenAiConfig(Config config) {
    this.settings = Settings.of(config);
  }

  /// Pictures travel in requests.
  int maxRequestBytes() {
    return settings.number("parley.openai.max-request-bytes", 8 * MEBIBYTE);
  }

  /// How long a provider may take for an answer in one piece.
  Duration answerTimeout() {
    return settings.duration("parley.openai.answer-timeout", Duration.ofMinutes(10));
  }

  /// The model that moderates where a request names none.
  Optional<String> moderationModel() {
    return settings.text("parley.openai.moderation-model");
  }

  /// How long a response of `/v1/responses` is kept for the next one; zero for not at all.
  Duration keepResponses() {
    return settings.durationOrZero("parley.openai.keep-responses", Duration.ofDays(1));
  }

  /// Origins whose pages may read the answers; `*` for all. None: no page may.
  Set<String> allowedOrigins() {
    return Set.copyOf(settings.list("parley.openai.allowed-origins"));
  }
}
