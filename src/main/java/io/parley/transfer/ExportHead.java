package io.parley.transfer;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.llm.Effort;
import io.parley.llm.Parameters;
import io.parley.platform.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A conversation in an export, without its messages.
record ExportHead(
    UUID id,
    Conversation.Kind kind,
    Optional<String> name,
    Optional<String> topic,
    Optional<String> title,
    Optional<String> defaultModel,
    Optional<String> systemPrompt,
    Optional<Double> temperature,
    Optional<Double> topP,
    Optional<Integer> maxTokens,
    List<String> stop,
    Optional<Long> seed,
    Optional<Effort> effort,
    Instant createdAt) {
  /// @throws io.parley.platform.ProblemException `invalid_request` if something is missing
  ExportHead {
    if (id == null || kind == null || createdAt == null) {
      throw Problem.INVALID_REQUEST.because("A conversation has an `id`, `kind` and `created_at`.");
    }
    stop = stop == null ? List.of() : List.copyOf(stop);
  }

  static ExportHead of(Conversation conversation) {
    Parameters parameters = conversation.parameters();
    return new ExportHead(
        conversation.id().value(),
        conversation.kind(),
        conversation.name(),
        conversation.topic(),
        conversation.title(),
        conversation.defaultModel(),
        conversation.systemPrompt(),
        parameters.temperature(),
        parameters.topP(),
        parameters.maxTokens(),
        parameters.stop(),
        parameters.seed(),
        parameters.effort(),
        conversation.createdAt());
  }

  /// What a copy of it begins with.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  ConversationSettings settings(Optional<String> copysTitle, Optional<String> model) {
    return new ConversationSettings(
        copysTitle,
        model,
        systemPrompt,
        temperature,
        topP,
        maxTokens,
        Optional.of(stop),
        seed,
        effort);
  }
}
