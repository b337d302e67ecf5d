package io.parley.assistant;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// How replies are made.
///
/// @param contextTokens of a room that a model is given, at most, as estimated by [TokenEstimate];
///   also of a private conversation, where the model's window is not known
/// @param contextMessages of a room, likewise, in messages
/// @param privateContextTokens of a private conversation, at most, where the model's window allows
/// @param answerTokens of the model's window are kept free for its answer
/// @param deltaInterval adjacent tokens within it travel as one delta
/// @param maxReplyLength in characters; longer replies are cut off
/// @param maxThinkingLength in characters; of longer thoughts the rest is left out
/// @param maxAge a message older than this is no longer answered
/// @param concurrent replies at a time on one node
/// @param lease a node that says nothing for so long loses the replies that it makes
/// @param systemPrompt for rooms that have none of their own
record AssistantConfig(
    int contextTokens,
    int contextMessages,
    int privateContextTokens,
    int answerTokens,
    Duration deltaInterval,
    int maxReplyLength,
    int maxThinkingLength,
    Duration maxAge,
    int concurrent,
    Duration lease,
    String systemPrompt) {

  static final String DEFAULT_SYSTEM_PROMPT =
      """
      You take part in a conversation of several people. Each of their messages begins with its \
      author's name. Answer the last message helpfully and to the point, in its language. Do not \
      begin your answer with a name. Use Markdown where it helps.\
      """;

  /// @param lookup a setting by its key, empty where it is not set
  static AssistantConfig from(Function<String, Optional<String>> lookup) {
    Settings of = Settings.of(lookup);
    return new AssistantConfig(
        of.number("parley.assistant.context-tokens", 6_000),
        of.number("parley.assistant.context-messages", 60),
        of.number("parley.assistant.private-context-tokens", 100_000),
        of.number("parley.assistant.answer-tokens", 4_096),
        of.duration("parley.assistant.delta-interval", Duration.ofMillis(40)),
        of.number("parley.assistant.max-reply-length", 200_000),
        of.number("parley.assistant.max-thinking-length", 60_000),
        of.duration("parley.assistant.max-age", Duration.ofMinutes(10)),
        of.number("parley.assistant.concurrent", 200),
        of.duration("parley.assistant.lease", Duration.ofSeconds(3)),
        of.text("parley.assistant.system-prompt", DEFAULT_SYSTEM_PROMPT));
  }
}
