package io.parley.identity;

/// Somebody in a conversation, as the others see them.
public record Participant(ParticipantId id, String name) {}
