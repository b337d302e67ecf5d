package io.parley.limits;

import io.parley.participant.ParticipantId;

/// Whoever takes of what is limited.
public interface Spender {
  /// As whom they take part.
  ParticipantId id();

  /// From where: one of [io.parley.http.Proxies#client].
  String address();
}
