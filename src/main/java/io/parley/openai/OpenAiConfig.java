package io.parley.openai;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.openai.*`.
@Dependent
class OpenAiConfig {
  private static final int MEBIBYTE = 1024 * 1024;

  private final Config config;

  @Inject
  OpenAiConfig(Config config) {
    this.config = config;
  }

  /// Pictures travel in requests.
  int maxRequestBytes() {
    return config
        .getOptionalValue("parley.openai.max-request-bytes", Integer.class)
        .orElse(8 * MEBIBYTE);
  }

  /// How long a provider may take for an answer in one piece.
  Duration answerTimeout() {
    return config
        .getOptionalValue("parley.openai.answer-timeout", Duration.class)
        .orElse(Duration.ofMinutes(10));
  }

  /// The model that moderates where a request names none.
  Optional<String> moderationModel() {
    return config.getOptionalValue("parley.openai.moderation-model", String.class);
  }

  /// How long a response of `/v1/responses` is kept for the next one; zero for not at all.
  Duration keepResponses() {
    return config
        .getOptionalValue("parley.openai.keep-responses", Duration.class)
        .orElse(Duration.ofDays(1));
  }

  /// Origins whose pages may read the answers; `*` for all. None: no page may.
  Set<String> allowedOrigins() {
    return config.getOptionalValue("parley.openai.allowed-origins", String.class).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
