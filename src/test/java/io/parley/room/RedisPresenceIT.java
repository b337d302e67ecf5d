package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.NodeId;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import io.parley.redis.RedisUnavailableException;
import io.parley.room.RedisPresence.Changes;
import io.parley.room.RedisPresence.Entry;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/// The registers of two nodes over one Redis: what each call changes there and what it returns. A
/// node's word on a participant expires only where a test makes it expire.
class RedisPresenceIT {
  private static final Duration TTL = Duration.ofMinutes(5);

  @TempDir static Path data;
  private static Services services;
  private static Redis redis;

  private RedisPresence east;
  private RedisPresence west;
  private final ConversationId lobby = new ConversationId(Ids.next());
  private final Participant ada = participant("Ada");
  private final Participant grace = participant("Grace");

  @BeforeAll
  static void startRedis() {
    services =
        Services.start(
            ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
    redis = RedisConnections.to(services.redisUrl());
  }

  @AfterAll
  static void stop() {
    redis.close();
    services.close();
  }

  @BeforeEach
  void beginWithAnEmptyRedis() {
    assertEquals("OK", redis.call(RedisClient::flushAll));
    east = new RedisPresence(redis, new NodeId("east"), TTL);
    west = new RedisPresence(redis, new NodeId("west"), TTL);
  }

  @Test
  void onlyTheFirstEntryOfAllNodesIsNews() {
    assertEquals(Entry.CAME, east.enter(lobby, ada));
    assertEquals(Entry.NOTHING, east.enter(lobby, ada));
    assertEquals(Entry.NOTHING, west.enter(lobby, ada));
    assertEquals(List.of(ada), west.participants(lobby));
  }

  @Test
  void anotherNameIsNewsOnce() {
    east.enter(lobby, ada);
    Participant augusta = new Participant(ada.id(), "Augusta");
    assertEquals(Entry.RENAMED, west.enter(lobby, augusta));
    assertEquals(Entry.NOTHING, east.enter(lobby, augusta));
    assertEquals(Optional.of(augusta), east.find(lobby, ada.id()));
  }

  @Test
  void onlyTheLastDepartureOfAllNodesIsNews() {
    east.enter(lobby, ada);
    west.enter(lobby, ada);
    assertFalse(east.leave(lobby, ada.id()));
    assertFalse(
        east.leave(lobby, ada.id()), "a second departure does not count for the other node");
    assertEquals(List.of(ada), east.participants(lobby));
    assertTrue(west.leave(lobby, ada.id()));
    assertEquals(List.of(), east.participants(lobby));
  }

  @Test
  void aParticipantWhoseArrivalWasNotHeardOfIsNowhereAfterwards() {
    assertTrue(east.leave(lobby, ada.id()));
    assertEquals(Optional.empty(), east.find(lobby, ada.id()));
    assertEquals(List.of(), east.participants(lobby));
    assertEquals(Map.of(lobby, 0), east.counts(List.of(lobby)));
    assertEquals(List.of(), east.inhabited(8));
  }

  @Test
  void emptyCallsReturnEmptyResults() {
    assertEquals(Map.of(), east.counts(List.of()));
    assertEquals(Map.of(), east.renew(Map.of()));
    assertEquals(
        Map.of(lobby, new Changes(List.of(), List.of())), east.renew(Map.of(lobby, List.of())));
  }

  /// A name is a stranger's text.
  @Test
  void aNameIsReturnedUnchanged() {
    for (String name : List.of("", "|", "a|east", "Ada \uD83D\uDC4B\u202E\n", "{x}", "0")) {
      Participant odd = participant(name);
      assertEquals(Entry.CAME, east.enter(lobby, odd), name);
      assertEquals(Optional.of(odd), west.find(lobby, odd.id()));
      assertTrue(west.participants(lobby).contains(odd), name);
    }
  }

  @Test
  void aParticipantWhoseWordHasExpiredComesAgain() {
    east.enter(lobby, ada);
    expire(ada, "east");
    assertEquals(Optional.empty(), west.find(lobby, ada.id()));
    assertEquals(Map.of(lobby, 0), west.counts(List.of(lobby)));
    assertEquals(Entry.CAME, east.enter(lobby, ada));
    assertEquals(Map.of(lobby, 1), west.counts(List.of(lobby)));
  }

  @Test
  void theWordOfOneNodeIsEnough() {
    east.enter(lobby, ada);
    west.enter(lobby, ada);
    expire(ada, "east");
    assertEquals(Optional.of(ada), west.find(lobby, ada.id()));
    assertEquals(new Changes(List.of(), List.of()), renew(west, ada));
    assertEquals(List.of(ada), west.participants(lobby));
  }

  @Test
  void renewingRemovesUnconfirmedParticipantsAndReportsThemOnce() {
    east.enter(lobby, ada);
    west.enter(lobby, grace);
    expire(ada, "east");
    assertEquals(new Changes(List.of(), List.of(ada)), renew(west, grace));
    assertEquals(new Changes(List.of(), List.of()), renew(west, grace));
    assertEquals(new Changes(List.of(ada), List.of()), renew(east, ada));
    assertEquals(Set.of(ada, grace), Set.copyOf(west.participants(lobby)));
  }

  @Test
  void renewingDoesNotRename() {
    Participant augusta = new Participant(ada.id(), "Augusta");
    west.enter(lobby, augusta);
    for (int again = 0; again < 2; again++) {
      assertEquals(new Changes(List.of(), List.of()), renew(east, ada));
      assertEquals(Optional.of(augusta), west.find(lobby, ada.id()));
    }
  }

  @Test
  void eachConversationHasItsOwnChanges() {
    ConversationId garden = new ConversationId(Ids.next());
    Map<ConversationId, List<Participant>> present = new LinkedHashMap<>();
    present.put(lobby, List.of(ada));
    present.put(garden, List.of(grace));
    east.enter(lobby, ada);
    assertEquals(
        Map.of(
            lobby,
            new Changes(List.of(), List.of()),
            garden,
            new Changes(List.of(grace), List.of())),
        east.renew(present));
    assertEquals(Map.of(lobby, 1, garden, 1), west.counts(List.of(lobby, garden)));
  }

  /// More than one script renews.
  @Test
  void moreParticipantsThanOneScriptRenewsAreAllRenewed() {
    List<Participant> many = IntStream.range(0, 1_001).mapToObj(i -> participant("g" + i)).toList();
    assertEquals(many, renew(east, many.toArray(Participant[]::new)).came());
    assertEquals(Set.copyOf(many), Set.copyOf(west.participants(lobby)));
  }

  @Test
  void moreConversationsThanOneScriptTakesAreAllInhabited() {
    Map<ConversationId, List<Participant>> present = new LinkedHashMap<>();
    for (int i = 0; i < 1_001; i++) {
      present.put(new ConversationId(Ids.next()), List.of(ada));
    }
    east.renew(present);
    assertEquals(present.keySet(), new HashSet<>(west.inhabited(2_000)));
    assertEquals(7, west.inhabited(7).size());
    assertEquals(1_001, west.counts(present.keySet()).values().stream().mapToInt(it -> it).sum());
  }

  @Test
  void aConversationIsInhabitedUntilTheWordOnItExpires() {
    east.enter(lobby, ada);
    assertEquals(List.of(lobby), west.inhabited(8));
    redis.call(client -> client.zadd("parley:presence:conversations", 0, lobby.toString()));
    assertEquals(List.of(), west.inhabited(8));
    west.renew(Map.of(lobby, List.of(ada)));
    assertEquals(List.of(lobby), west.inhabited(8));
  }

  /// Otherwise a node that stood still could not tell whom it has to take out.
  @Test
  void theKeysOutliveTheWordsAndExpire() {
    east.enter(lobby, ada);
    List<Long> left = new ArrayList<>();
    for (String key : RedisPresence.keys(lobby)) {
      left.add(redis.call(client -> client.pttl(key)));
    }
    long longest = TTL.multipliedBy(50).toMillis();
    assertTrue(left.stream().allMatch(it -> it > TTL.toMillis() && it <= longest), left::toString);
    assertTrue(redis.call(client -> client.pttl("parley:presence:conversations")) > 0);
  }

  @Test
  void theLastDepartureDeletesTheKeys() {
    east.enter(lobby, ada);
    assertTrue(east.leave(lobby, ada.id()));
    String[] keys = RedisPresence.keys(lobby).toArray(String[]::new);
    long left = redis.call(client -> client.exists(keys));
    assertEquals(0, left);
  }

  @Test
  void everyCallFailsWhileRedisIsUnavailable() {
    try (Redis gone = RedisConnections.to("redis://127.0.0.1:1")) {
      RedisPresence lost = new RedisPresence(gone, new NodeId("lost"), TTL);
      List<Runnable> calls =
          List.of(
              () -> lost.enter(lobby, ada),
              () -> lost.leave(lobby, ada.id()),
              () -> lost.renew(Map.of(lobby, List.of(ada))),
              () -> lost.inhabited(1),
              () -> lost.participants(lobby),
              () -> lost.find(lobby, ada.id()),
              () -> lost.counts(List.of(lobby)));
      calls.forEach(call -> assertThrows(RedisUnavailableException.class, call::run));
    }
  }

  private Changes renew(RedisPresence register, Participant... present) {
    return Objects.requireNonNull(register.renew(Map.of(lobby, List.of(present))).get(lobby));
  }

  /// As if a node had not confirmed a participant for longer than its word counts.
  private void expire(Participant participant, String node) {
    String word = participant.id() + "|" + node;
    String words = RedisPresence.keys(lobby).getFirst();
    long added = redis.call(client -> client.zadd(words, 0, word));
    assertEquals(0, added, "there was such a word");
  }

  private static Participant participant(String name) {
    return new Participant(new ParticipantId(Ids.next()), name);
  }
}
