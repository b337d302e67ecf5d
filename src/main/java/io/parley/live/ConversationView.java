package io.parley.live;

import io.parley.conversation.Conversation;
import io.parley.conversation.UsageTotal;
import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.llm.Effort;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A conversation as clients see it, with the position at which its log stands.
@Schema(name = "Conversation")
public record ConversationView(
    ConversationId id,
    Conversation.Kind kind,
    Optional<String> name,
    Optional<String> topic,
    Optional<String> title,
    Optional<String> defaultModel,
    @Schema(implementation = Conversation.Answers.class) Optional<Conversation.Answers> answers,
    Optional<String> systemPrompt,
    Optional<Double> temperature,
    Optional<Double> topP,
    Optional<Integer> maxTokens,
    List<String> stop,
    Optional<Long> seed,
    Optional<Effort> effort,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastMessageAt,
    Position position,
    @Schema(description = "Whether a reply is requested or in progress") boolean running,
    @Schema(description = "Of all its replies; only where one conversation is asked for")
        Optional<UsageTotal> usage) {
  public ConversationView {
    stop = List.copyOf(stop);
  }

  public static ConversationView of(Conversation conversation, Position position, boolean running) {
    return new ConversationView(
        conversation.id(),
        conversation.kind(),
        conversation.name(),
        conversation.topic(),
        conversation.title(),
        conversation.defaultModel(),
        conversation.answers(),
        conversation.systemPrompt(),
        conversation.parameters().temperature(),
        conversation.parameters().topP(),
        conversation.parameters().maxTokens(),
        conversation.parameters().stop(),
        conversation.parameters().seed(),
        conversation.parameters().effort(),
        conversation.createdAt(),
        conversation.updatedAt(),
        conversation.lastMessageAt(),
        position,
        running,
        Optional.empty());
  }

  public ConversationView with(UsageTotal total) {
    return new ConversationView(
        id,
        kind,
        name,
        topic,
        title,
        defaultModel,
        answers,
        systemPrompt,
        temperature,
        topP,
        maxTokens,
        stop,
        seed,
        effort,
        createdAt,
        updatedAt,
        lastMessageAt,
        position,
        running,
        Optional.of(total));
  }
}
