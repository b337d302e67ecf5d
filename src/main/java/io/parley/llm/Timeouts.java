package io.parley.llm;

import java.time.Duration;

/// How long a provider is waited for: to connect, until its first token (from the request on), and
/// from one token to the next.
record Timeouts(Duration connect, Duration firstToken, Duration betweenTokens) {
  /// A local model may have to be loaded before its first token; after that, half a minute of
  /// silence is a dead stream.
  static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));
}
