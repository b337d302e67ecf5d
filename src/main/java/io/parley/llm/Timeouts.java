package io.parley.llm;

import java.time.Duration;

/// How long a provider is waited for: to connect, until its first token (from the request on), and
/// from one token to the next.
///
/// @param keepAlive how long comments and blank lines alone, which say that the provider is still
///   there, can make the wait for a token longer
record Timeouts(Duration connect, Duration firstToken, Duration betweenTokens, Duration keepAlive) {
  /// A local model may have to be loaded before its first token; after that, half a minute of
  /// silence is a dead stream. A model that thinks for ten minutes is as slow as an answer that is
  /// not streamed may be.
  static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));

  Timeouts(Duration connect, Duration firstToken, Duration betweenTokens) {
    this(connect, firstToken, betweenTokens, Duration.ofMinutes(10));
  }
}
