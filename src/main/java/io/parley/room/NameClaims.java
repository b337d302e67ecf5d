package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Likeness;
import io.parley.participant.ParticipantId;
import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import redis.clients.jedis.params.SetParams;

/// Names that somebody is about to have in a room: of two who choose names that look alike at the
/// same time, on whichever nodes, one is refused. When a claim ends its holder is present under the
/// name. While Redis is unavailable everybody may claim.
@ApplicationScoped
class NameClaims {
  /// Longer than it takes from the choice of a name until all nodes show it.
  private static final Duration LASTS = Duration.ofSeconds(5);

  @Inject Redis redis;

  /// Whether nobody else has claimed a name that looks like it.
  boolean claim(ConversationId room, Likeness name, ParticipantId participant) {
    return name.readings().stream().sorted().allMatch(it -> claim(key(room, it), participant));
  }

  private boolean claim(String key, ParticipantId participant) {
    String holder = participant.toString();
    return Redis.ifAvailable(() ->
            redis.call(client ->
                client.set(key, holder, SetParams.setParams().nx().px(LASTS.toMillis())) != null
                    || holder.equals(client.get(key))))
        .orElse(true);
  }

  private static String key(ConversationId room, String reading) {
    return "parley:name:%s:%s"
        .formatted(
            room,
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(reading.getBytes(StandardCharsets.UTF_8)));
  }
}
