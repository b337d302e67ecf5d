package io.parley.participant;

/// Somebody in a conversation, as the others see them.
public record Participant(ParticipantId id, String name) {}
