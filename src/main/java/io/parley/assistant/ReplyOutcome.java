package io.parley.assistant;

import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.llm.Cost;
import io.parley.llm.Fallback;
import io.parley.llm.GenerationEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How an attempt at a reply ended, with what is worth keeping.
///
/// @param thinking what the model thought
/// @param thoughtFor how long that took
/// @param reason why the model said no more
/// @param refusal its words where it declined
/// @param began which model answered, if one did
/// @param fallbacks the models that were asked in vain
record ReplyOutcome(
    Event.ReplyStatus status,
    String text,
    Optional<String> thinking,
    Optional<Duration> thoughtFor,
    Optional<FinishReason> reason,
    Optional<String> refusal,
    Optional<GenerationEvent.Began> began,
    List<Fallback> fallbacks,
    Optional<Event.Usage> usage,
    Optional<Cost> cost,
    List<Event.Citation> citations,
    Optional<Event.ReplyError> error) {}
