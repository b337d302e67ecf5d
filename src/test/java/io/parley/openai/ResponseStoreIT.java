package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.openai.ResponseStore.Kept;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import io.parley.testing.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Kept responses in a real Redis.
class ResponseStoreIT {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Redis REDIS =
      RedisConnections.to(TestBed.services().environment().getOrDefault("PARLEY_REDIS_URL", ""));

  private final ParticipantId key = new ParticipantId(Ids.next());
  private final ResponseStore store = new ResponseStore(REDIS, Duration.ofDays(1), 8 * MEBIBYTE);

  @AfterAll
  static void close() {
    REDIS.close();
  }

  @Test
  void whatIsContinuedIsKeptForAnotherDay() {
    ResponseId first = kept(10, List.of());
    REDIS.call(client -> client.expire(name(first), 100));
    ResponseId second = kept(10, List.of(first.toString()));
    assertTrue(REDIS.call(client -> client.ttl(name(first))) > 86_000);
    assertTrue(REDIS.call(client -> client.ttl(name(second))) > 86_000);
    assertEquals(2, store.all(key, ids(first, second)).orElseThrow().size());
    assertTrue(store.delete(key, first));
    assertFalse(store.delete(key, first));
    assertEquals(Optional.empty(), store.all(key, ids(first, second)));
  }

  @Test
  void aKeyHasSoManyBytesAndTheOldestGoFirst() {
    List<ResponseId> all = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      all.add(kept(2 * MEBIBYTE, List.of()));
    }
    assertEquals(Optional.empty(), store.find(key, all.getFirst()));
    assertTrue(store.find(key, all.getLast()).isPresent());
    long sum =
        Long.parseLong(
            REDIS.call(client -> client.hget("parley:responses:" + key + ":size", "all")));
    assertTrue(sum > 50 * MEBIBYTE && sum <= 64 * MEBIBYTE, "bytes: " + sum);
    for (ResponseId id : all) {
      store.delete(key, id);
    }
    assertEquals(
        "0", REDIS.call(client -> client.hget("parley:responses:" + key + ":size", "all")));
  }

  @Test
  void whatIsTooLargeWithAllThatItContinuesIsNotKept() {
    ResponseId id = ResponseId.next();
    assertFalse(store.keep(key, id, response(10), input(), List.of(), 8 * MEBIBYTE));
    assertFalse(store.keep(key, id, response(8 * MEBIBYTE), input(), List.of(), 0));
    assertEquals(Optional.empty(), store.find(key, id));
    assertTrue(store.keep(key, id, response(10), input(), List.of("resp_x"), 1_000));
    Kept found = store.find(key, id).orElseThrow();
    assertEquals(List.of("resp_x"), found.before());
    assertTrue(found.bytes() > 1_000);
  }

  private ResponseId kept(int size, List<String> before) {
    ResponseId id = ResponseId.next();
    assertTrue(store.keep(key, id, response(size), input(), before, 0));
    return id;
  }

  private String name(ResponseId id) {
    return "parley:responses:" + key + ":" + id;
  }

  private static List<String> ids(ResponseId... ids) {
    return List.of(ids).stream().map(ResponseId::toString).toList();
  }

  private static ObjectNode response(int size) {
    return Json.MAPPER.createObjectNode().put("text", "x".repeat(size));
  }

  private static ArrayNode input() {
    return Json.MAPPER.createArrayNode();
  }
}
