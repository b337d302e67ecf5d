package io.parley.room;

import io.parley.identity.Participant;
import io.parley.log.ConversationId;
import io.parley.platform.NodeId;
import io.parley.redis.Redis;
import io.parley.redis.RedisConnections;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One node's presence over a real Redis, which keeps only when it is told to, and everything it
/// told.
final class PresenceNode implements AutoCloseable, PresenceListener {
  static final Duration TTL = Duration.ofMillis(400);

  final Presence presence;
  final List<String> told = new ArrayList<>();
  private final Redis redis;

  PresenceNode(String node, String redisUrl) {
    redis = RedisConnections.to(redisUrl);
    PresenceRegister register = new PresenceRegister(redis, new NodeId(node), TTL);
    presence =
        new Presence(register, new PresenceCounts(register::counts, Clock.systemUTC()), this);
  }

  Set<String> names(ConversationId conversation) {
    return presence.participants(conversation).stream()
        .map(Participant::name)
        .collect(Collectors.toSet());
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
