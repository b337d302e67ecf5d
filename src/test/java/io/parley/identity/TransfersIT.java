package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Links to other devices, made and used at two nodes over a real Redis.
class TransfersIT {
  @TempDir Path data;
  private Services services;
  private Redis redis;
  private final VirtualClock clock = new VirtualClock();
  private final GuestEpochs epochs = new GuestEpochs();
  private final Participant ada = new Participant(new ParticipantId(Ids.next()), "Ada 👋");
  private Transfers east;
  private Transfers west;

  @BeforeEach
  void start() {
    services =
        Services.start(
            ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
    redis = RedisConnections.to(services.redisUrl());
    east = node(new byte[32]);
    west = node(new byte[32]);
  }

  @AfterEach
  void stop() {
    redis.close();
    services.close();
  }

  private Transfers node(byte[] secret) {
    return new Transfers(redis, secret, List.of(), epochs, clock);
  }

  @Test
  void aLinkIsGoodForOneTakerOnAnyNode() {
    TransferToken token = east.offer(ada, 7).token();
    Optional<Transfers.Offered> offered = Optional.of(new Transfers.Offered(ada, 7));
    assertEquals(offered, west.find(token));
    assertEquals(offered, east.find(token), "looking uses nothing up");
    assertEquals(offered, west.take(token));
    assertEquals(Optional.empty(), east.take(token));
    assertEquals(Optional.empty(), east.find(token));
  }

  @Test
  void ofManyTakersAtOnceOneGetsIt() {
    TransferToken token = east.offer(ada, 0).token();
    Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    List<CompletableFuture<Optional<Transfers.Offered>>> takers =
        IntStream.range(0, 20)
            .mapToObj(n ->
                CompletableFuture.supplyAsync(
                    () -> (n % 2 == 0 ? east : west).take(token), threads))
            .toList();
    assertEquals(1, takers.stream().filter(taker -> taker.join().isPresent()).count());
  }

  @Test
  void anotherLinkEndsTheOneBefore() {
    TransferToken first = east.offer(ada, 0).token();
    TransferToken second = west.offer(ada, 0).token();
    assertNotEquals(first, second);
    assertEquals(Optional.empty(), east.take(first));
    assertTrue(east.take(second).isPresent());
  }

  @Test
  void aLinkEndsAfterTenMinutes() {
    TransferToken token = east.offer(ada, 0).token();
    clock.advance(Transfers.LIFETIME.minusMillis(1));
    assertTrue(west.find(token).isPresent());
    clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.empty(), west.take(token));
    long left = redis.call(client -> client.pttl(Transfers.key(east.offer(ada, 0).token())));
    assertTrue(left > 0 && left <= Transfers.LIFETIME.toMillis(), () -> left + " ms");
  }

  @Test
  void aLinkEndsWhenItIsWithdrawnOrTheTokensAreRevoked() {
    TransferToken token = east.offer(ada, 0).token();
    west.withdraw(ada.id());
    assertEquals(Optional.empty(), east.take(token));
    TransferToken other = east.offer(ada, 0).token();
    epochs.raise(Map.of(ada.id(), 1L));
    assertEquals(Optional.empty(), west.take(other));
  }

  @Test
  void redisHoldsNoTokenAndWhatItHoldsCannotBeForged() {
    TransferToken token = east.offer(ada, 0).token();
    Set<String> keys = redis.call(client -> client.keys("*"));
    assertEquals(2, keys.size(), keys.toString());
    assertFalse(keys.toString().contains(token.text()));
    String sealed = redis.call(client -> client.get(Transfers.key(token)));
    assertFalse(sealed.contains(token.text()));

    // another secret, another token's offer, and nonsense
    assertEquals(Optional.empty(), node(secret("another-secret")).find(token));
    TransferToken mallorys = TransferToken.random();
    redis.call(client -> client.set(Transfers.key(mallorys), sealed));
    assertEquals(Optional.empty(), east.take(mallorys));
    for (String nonsense : List.of("", "pt1.", "pt1.AAAA", "pg1." + sealed.substring(4), "☃")) {
      redis.call(client -> client.set(Transfers.key(mallorys), nonsense));
      assertEquals(Optional.empty(), east.take(mallorys), nonsense);
    }
    assertTrue(east.take(token).isPresent());
  }

  @Test
  void withoutRedisTheyAreUnavailable() {
    TransferToken token = east.offer(ada, 0).token();
    redis.close();
    ProblemException away = assertThrows(ProblemException.class, () -> east.take(token));
    assertEquals(Problem.UNAVAILABLE, away.problem());
  }

  private static byte[] secret(String text) {
    byte[] secret = new byte[32];
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, secret, 0, text.length());
    return secret;
  }
}
