package io.parley.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisIT {
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void manyVirtualThreadsShareFewConnections(@TempDir Path data) throws Exception {
    try (Services services = start(data);
        Redis redis = RedisConnections.to(services.redisUrl(), failures::incrementAndGet);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var increments =
          IntStream.range(0, 500)
              .mapToObj(_ -> threads.submit(() -> redis.call(client -> client.incr("n"))))
              .toList();
      for (Future<Long> increment : increments) {
        increment.get();
      }
      assertEquals("500", redis.call(client -> client.get("n")));
      assertEquals(0, failures.get());
    }
  }

  @Test
  void whileRedisIsAwayCallsFailAtOnceAndAfterwardsTheyWork(@TempDir Path data) {
    try (Services services = start(data);
        Redis redis = RedisConnections.to(services.redisUrl(), failures::incrementAndGet)) {
      assertTrue(redis.answers());
      services.kill(Part.REDIS);
      assertThrows(RedisUnavailableException.class, () -> redis.call(RedisClient::ping));
      assertEquals(1, failures.get());
      long before = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        assertFalse(redis.answers());
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(waited.compareTo(Duration.ofSeconds(1)) < 0, () -> "waited " + waited);

      assertTrue(redis.answersWithin(Duration.ofMinutes(1)));
      assertFalse(redis.answersWithin(Duration.ofNanos(1)));

      services.start(Part.REDIS);
      Await.within(Duration.ofSeconds(2)).check("Redis answers again", redis::answers);
    }
  }

  @Test
  void aRedisThatAcceptsAndSaysNothingIsGivenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        Redis redis =
            RedisConnections.to(
                "redis://127.0.0.1:" + silent.getLocalPort(), failures::incrementAndGet)) {
      long before = System.nanoTime();
      assertFalse(redis.answers());
      Duration waited = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(waited.compareTo(Duration.ofMillis(600)) < 0, () -> "waited " + waited);
    }
  }

  @Test
  void whoCanGoOnWithoutRedisIsGivenNothingWhileItIsAway(@TempDir Path data) {
    try (Services services = start(data);
        Redis redis = RedisConnections.to(services.redisUrl(), failures::incrementAndGet)) {
      assertEquals(
          Optional.of("OK"), Redis.ifAvailable(() -> redis.call(client -> client.set("a", "1"))));
      assertEquals(
          Optional.empty(), Redis.ifAvailable(() -> redis.call(client -> client.get("b"))));
      services.kill(Part.REDIS);
      assertEquals(
          Optional.empty(), Redis.ifAvailable(() -> redis.call(client -> client.get("a"))));
    }
    assertThrows(
        IllegalStateException.class,
        () ->
            Redis.ifAvailable(() -> {
              throw new IllegalStateException("not Redis' fault");
            }));
  }

  private static Services start(Path data) {
    return Services.start(
        ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
  }
}
