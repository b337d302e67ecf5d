package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.event.ConversationId;
import io.parley.event.ReplyId;
import io.parley.platform.Ids;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Leases over a real Redis.
class RedisLeasesIT {
  private static final Duration TERM = Duration.ofMillis(400);
  private static final Await SOON = Await.within(Duration.ofSeconds(10));

  @TempDir Path data;
  private Services services;
  private Redis redis;
  private RedisLeases leases;
  private final ReplyPlace reply =
      new ReplyPlace(new ConversationId(Ids.next()), new ReplyId(Ids.next()));

  @BeforeEach
  void start() {
    services =
        Services.start(
            ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
    redis = RedisConnections.to(services.redisUrl());
    leases = new RedisLeases(redis, TERM);
  }

  @AfterEach
  void stop() {
    redis.close();
    services.close();
  }

  @Test
  void oneHolderAtATimeUntilItReleasesOrSaysNothing() {
    assertEquals(Leases.Answer.MINE, leases.claim(reply, "east"));
    assertEquals(Leases.Answer.ANOTHERS, leases.claim(reply, "west"));
    assertEquals(Leases.Answer.ANOTHERS, renewed("west"));
    assertEquals(Optional.of(Set.of()), leases.free(List.of(reply)));
    leases.release(reply, "west");
    assertEquals(Leases.Answer.MINE, renewed("east"));
    leases.release(reply, "east");
    assertEquals(Optional.of(Set.of(reply)), leases.free(List.of(reply)));

    assertEquals(Leases.Answer.MINE, leases.claim(reply, "east"));
    SOON.check(
        "it ends by itself", () -> leases.free(List.of(reply)).equals(Optional.of(Set.of(reply))));
    assertEquals(Leases.Answer.REGAINED, renewed("east"));
    assertEquals(Leases.Answer.ANOTHERS, leases.claim(reply, "west"));
  }

  @Test
  void whileRedisIsAwayNobodyCanTell() {
    assertEquals(Leases.Answer.MINE, leases.claim(reply, "east"));
    services.stop(Part.REDIS);
    assertEquals(Leases.Answer.UNKNOWN, leases.claim(reply, "west"));
    assertEquals(Leases.Answer.UNKNOWN, renewed("east"));
    assertEquals(Optional.empty(), leases.free(List.of(reply)));
    leases.release(reply, "east");
  }

  private Leases.Answer renewed(String token) {
    return leases.renew(Map.of(reply, token)).values().iterator().next();
  }
}
