package io.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.config.MapConfig;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The limits of two nodes over a real Redis.
class SharedRateLimitsIT {
  @TempDir Path data;
  private Services services;
  private Redis redis;
  private RateLimits east;
  private RateLimits west;
  private final Caller ada = GuestDesk.caller("192.0.2.1");

  @BeforeEach
  void start() {
    services =
        Services.start(
            ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
    redis = RedisConnections.to(services.redisUrl());
    east = rateLimits();
    west = rateLimits();
  }

  @AfterEach
  void stop() {
    redis.close();
    services.close();
  }

  @Test
  void whatIsSpentAtOneNodeIsMissingAtTheOther() {
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), east.post(ada));
      assertEquals(Optional.empty(), west.post(ada));
    }
    Duration wait = west.post(ada).orElseThrow().retryAfter();
    assertTrue(wait.isPositive() && wait.compareTo(Duration.ofSeconds(6)) <= 0, wait::toString);
    assertEquals(Optional.empty(), west.post(GuestDesk.caller("192.0.2.2")));
    assertEquals(Optional.empty(), west.reply(ada));
    Await.within(Duration.ofSeconds(15)).check("one comes back", () -> east.post(ada).isEmpty());
  }

  @Test
  void anAddressThatGuessesAtBothNodesIsLockedOutOfBoth() {
    for (int guess = 0; guess < 5; guess++) {
      assertFalse(east.isLockedOut("192.0.2.1"));
      assertEquals(Optional.empty(), east.wrongToken("192.0.2.1"));
      assertFalse(west.isLockedOut("192.0.2.1"));
      assertEquals(Optional.empty(), west.wrongToken("192.0.2.1"));
    }
    assertTrue(east.isLockedOut("192.0.2.1"));
    assertTrue(west.isLockedOut("192.0.2.1"));
    assertFalse(west.isLockedOut("192.0.2.2"));
    Await.within(Duration.ofSeconds(15))
        .check("a token is looked at again", () -> !east.isLockedOut("192.0.2.1"));
  }

  @Test
  void whileRedisIsAwayEachNodeCountsForItself() {
    services.stop(Part.REDIS);
    for (int i = 0; i < 10; i++) {
      assertEquals(Optional.empty(), east.post(ada));
      assertEquals(Optional.empty(), west.post(ada));
    }
    assertTrue(east.post(ada).isPresent());
    assertTrue(west.post(ada).isPresent());
    for (int guess = 0; guess < 10; guess++) {
      assertEquals(Optional.empty(), east.wrongToken("192.0.2.1"));
    }
    assertTrue(east.isLockedOut("192.0.2.1"));
    assertFalse(west.isLockedOut("192.0.2.1"));
  }

  private RateLimits rateLimits() {
    return new RateLimits(
        new LimitsConfig(new MapConfig(Map.of("parley.limits.posts-per-minute", "10"))),
        Clock.systemUTC(),
        new SharedRateLimits(redis),
        kind -> {});
  }
}
