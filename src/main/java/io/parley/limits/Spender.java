package io.parley.limits;

import io.parley.http.Proxies;
import io.parley.participant.ParticipantId;

/// Whoever takes of what is limited.
public interface Spender {
  /// As whom they take part.
  ParticipantId id();

  /// From where: one of [Proxies#client].
  String address();
}
