package io.parley.identity;

import io.parley.participant.ParticipantId;

/// Whoever takes of what is limited.
public interface Spender {
  /// As whom they take part.
  ParticipantId id();

  /// From where: one of [Proxies#client].
  String address();
}
