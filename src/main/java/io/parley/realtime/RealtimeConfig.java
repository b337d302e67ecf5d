package io.parley.realtime;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Configuration of this package: `parley.realtime.*`, see docs/configuration-reference.md.
///
/// @param softFrames frames waiting for a connection from which on it gets no live events
/// @param softBytes the same in bytes
/// @param hardFrames frames waiting for a connection at which it is closed
/// @param hardBytes the same in bytes
/// @param behindTimeout how long a connection may go without live events before it is closed
/// @param sendTimeout how long one send may take, beside the time that its size allows
/// @param pingInterval how soon after something was sent the reader is asked whether it got it
/// @param pongTimeout how long it may take to answer that
/// @param idleTimeout how long a connection may be silent before it is closed
/// @param maxMessageBytes the largest message taken from a client
/// @param tick how long events are gathered
/// @param drainTimeout how long closing all connections may take at shutdown
/// @param direct whether frames go straight to the socket where they can: see [DirectLine]
record RealtimeConfig(
    int softFrames,
    int softBytes,
    int hardFrames,
    int hardBytes,
    Duration behindTimeout,
    Duration sendTimeout,
    Duration pingInterval,
    Duration pongTimeout,
    Duration idleTimeout,
    int maxMessageBytes,
    Tick tick,
    Duration drainTimeout,
    boolean direct) {

  static final RealtimeConfig DEFAULTS = from(key -> Optional.empty());

  RealtimeConfig {
    require(softFrames > 0 && softBytes > 0, "the soft limits must be positive");
    require(hardFrames >= softFrames, "outbox-hard-frames must not be below outbox-soft-frames");
    require(hardBytes >= softBytes, "outbox-hard-bytes must not be below outbox-soft-bytes");
    require(maxMessageBytes > 0, "max-message-bytes must be positive");
    positive(behindTimeout, "behind-timeout");
    positive(sendTimeout, "send-timeout");
    positive(pingInterval, "ping-interval");
    positive(pongTimeout, "pong-timeout");
    positive(idleTimeout, "idle-timeout");
    positive(drainTimeout, "drain-timeout");
  }

  /// @param values the configured text of a key, such as `parley.realtime.send-timeout`
  static RealtimeConfig from(Function<String, Optional<String>> values) {
    Settings of = Settings.of(key -> values.apply("parley.realtime." + key));
    return new RealtimeConfig(
        of.number("outbox-soft-frames", 256),
        of.number("outbox-soft-bytes", 512 * 1024),
        of.number("outbox-hard-frames", 1024),
        of.number("outbox-hard-bytes", 4 * 1024 * 1024),
        of.duration("behind-timeout", Duration.ofSeconds(30)),
        of.duration("send-timeout", Duration.ofSeconds(10)),
        of.duration("ping-interval", Duration.ofSeconds(4)),
        of.duration("pong-timeout", Duration.ofSeconds(8)),
        of.duration("idle-timeout", Duration.ofSeconds(60)),
        of.number("max-message-bytes", 64 * 1024),
        new Tick(
            of.number("tick-free-audience", 25, 0),
            of.durationOrZero("tick-per-reader", Duration.ofNanos(50_000)),
            of.durationOrZero("tick-min", Duration.ofMillis(25)),
            of.durationOrZero("tick-calm", Duration.ofMillis(50)),
            of.durationOrZero("tick-max", Duration.ofMillis(250))),
        of.duration("drain-timeout", Duration.ofSeconds(5)),
        of.is("direct", true));
  }

  private static void positive(Duration duration, String key) {
    require(duration.isPositive(), key + " must be positive");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("parley.realtime: " + otherwise);
    }
  }
}
