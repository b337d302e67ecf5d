package io.parley.identity;

/// What a caller may do, whatever proved who they are. What a resource asks for is an authority and
/// not a kind of token, so that a new kind needs no change there.
public enum Authority {
  /// To speak under `/api` as a participant: every guest, and API keys with the scope for it.
  PARTICIPANT,

  /// To look after this server: API keys, providers, rooms, and what anybody wrote.
  OPERATOR
}
