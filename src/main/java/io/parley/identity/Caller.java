package io.parley.identity;

/// Who sent a request, and by what they proved it: a cookie comes by itself, also from another
/// site's page; a bearer token does not.
public record Caller(Participant participant, Proof proof) {
  /// How a caller proved who they are.
  public enum Proof {
    COOKIE,
    BEARER
  }
}
