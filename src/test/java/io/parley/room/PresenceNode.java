package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.platform.NodeId;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One node's presence over a real Redis, which keeps only when it is told to, and everything it
/// told.
final class PresenceNode implements AutoCloseable, PresenceListener {
  /// Longer than any test: a word runs out when a test says so.
  private static final Duration TTL = Duration.ofMinutes(5);

  final Presence presence;
  final List<String> told = new ArrayList<>();
  private final String node;
  private final Redis redis;

  PresenceNode(String node, String redisUrl) {
    this(node, redisUrl, TTL);
  }

  PresenceNode(String node, String redisUrl, Duration ttl) {
    this.node = node;
    redis = RedisConnections.to(redisUrl);
    RedisPresence register = new RedisPresence(redis, new NodeId(node), ttl);
    presence =
        new Presence(
            register,
            new PresenceCounts(register::counts, register::inhabited, Clock.systemUTC()),
            this);
  }

  Set<String> names(ConversationId conversation) {
    return presence.participants(conversation).stream()
        .map(Participant::name)
        .collect(Collectors.toSet());
  }

  /// As if this node had not kept anything for longer than its word counts.
  void lapse(ConversationId conversation) {
    String words = words(conversation);
    redis.call(client -> {
      client.zrange(words, 0, -1).stream()
          .filter(word -> word.endsWith("|" + node))
          .forEach(word -> client.zadd(words, 0, word));
      return true;
    });
  }

  /// Until when this node's word on a participant counts, in milliseconds of Redis' clock.
  double until(ConversationId conversation, Participant participant) {
    return redis.call(client ->
        Optional.ofNullable(client.zscore(words(conversation), participant.id() + "|" + node))
            .orElseThrow());
  }

  private static String words(ConversationId conversation) {
    return RedisPresence.keys(conversation).getFirst();
  }

  Redis redis() {
    return redis;
  }

  /// What was told since this was last asked.
  synchronized List<String> news() {
    List<String> news = List.copyOf(told);
    told.clear();
    return news;
  }

  @Override
  public synchronized void joined(ConversationId conversation, Participant participant) {
    told.add("+" + participant.name());
  }

  @Override
  public synchronized void left(ConversationId conversation, Participant participant) {
    told.add("-" + participant.name());
  }

  @Override
  public synchronized void known(boolean known) {
    told.add(known ? "known" : "unknown");
  }

  @Override
  public void close() {
    redis.close();
  }
}
