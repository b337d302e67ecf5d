package io.parley.event;

import java.time.Instant;

/// An event as it was read back from the log. For a [Event.Durable] `position` is its place; for a
/// [Event.Live] it is the place in the live topic, which no client ever sees.
public record LogEntry<E extends Event>(
    ConversationId conversation, E event, int partition, Position position, Instant at) {}
