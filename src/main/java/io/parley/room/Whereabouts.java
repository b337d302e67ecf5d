package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.redis.Redis;
import io.parley.redis.RedisUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// In which rooms a participant may be, on whichever node they are connected: [Presence] knows it
/// the other way round only. A hint, which may be out of date: whoever asks looks in [Presence],
/// too. While Redis is unavailable nothing is noted and nothing known.
@ApplicationScoped
class Whereabouts implements PresenceListener {
  private static final System.Logger LOG = System.getLogger(Whereabouts.class.getName());

  /// After a node has died, what it noted goes by itself.
  private static final Duration KEPT = Duration.ofDays(1);

  @Inject Redis redis;

  List<ConversationId> of(ParticipantId participant) {
    try {
      Set<String> rooms = redis.call(client -> client.smembers(key(participant)));
      return rooms.stream().flatMap(id -> Ids.parse(id).stream()).map(ConversationId::new).toList();
    } catch (RedisUnavailableException away) {
      return List.of();
    }
  }

  @Override
  public void joined(ConversationId conversation, Participant participant) {
    String key = key(participant.id());
    note(() ->
        redis.call(client -> {
          client.sadd(key, conversation.toString());
          return client.pexpire(key, KEPT.toMillis());
        }));
  }

  @Override
  public void left(ConversationId conversation, Participant participant) {
    note(() -> redis.call(client -> client.srem(key(participant.id()), conversation.toString())));
  }

  @Override
  public void known(boolean known) {
    // whoever is here is told again when Redis is back
  }

  private static void note(Runnable change) {
    try {
      change.run();
    } catch (RedisUnavailableException away) {
      LOG.log(System.Logger.Level.DEBUG, "The room of a participant cannot be stored", away);
    }
  }

  private static String key(ParticipantId participant) {
    return "parley:rooms-of:" + participant;
  }
}
