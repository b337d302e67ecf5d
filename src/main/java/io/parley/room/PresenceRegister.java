package io.parley.room;

import io.parley.identity.Participant;
import io.parley.identity.ParticipantId;
import io.parley.log.ConversationId;
import io.parley.platform.NodeId;
import io.parley.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/// Who is in which conversation, over all nodes, in Redis.
///
/// Three keys per conversation: `until`, a sorted set of `participant|node` by the time at which
/// that node's word expires; `nodes`, on how many nodes a participant is; `names`. Each change is
/// one script, so that it is made as a whole, and time is Redis' own, so that the nodes' clocks do
/// not matter. A conversation's keys expire with the last word on it.
///
/// Every method throws [io.parley.redis.RedisUnavailableException] if Redis does not answer.
final class PresenceRegister {
  /// At most so many participants are renewed by one script: Redis does nothing else meanwhile.
  private static final int BATCH = 500;

  private static final String NOW =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /// ARGV: ttl, node, participant, name. Returns 1 if nobody was there under that name.
  private static final String ENTER =
      NOW
          + """
          local came = 0
          if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3] .. '|' .. ARGV[2]) == 1 then
            if redis.call('HINCRBY', KEYS[2], ARGV[3], 1) == 1 then came = 1 end
          end
          if redis.call('HGET', KEYS[3], ARGV[3]) ~= ARGV[4] then
            redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
            came = 1
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
          return came
          """;

  /// ARGV: node, participant. Returns 1 if the participant is nowhere now, and was somewhere.
  private static final String LEAVE =
      """
      if redis.call('ZREM', KEYS[1], ARGV[2] .. '|' .. ARGV[1]) == 0 then return 0 end
      if redis.call('HINCRBY', KEYS[2], ARGV[2], -1) > 0 then return 0 end
      redis.call('HDEL', KEYS[2], ARGV[2])
      redis.call('HDEL', KEYS[3], ARGV[2])
      return 1
      """;

  /// ARGV: ttl, node, then participant, name, … Returns the participants who were not there.
  private static final String RENEW =
      NOW
          + """
          local came = {}
          for i = 3, #ARGV, 2 do
            if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i] .. '|' .. ARGV[2]) == 1 then
              redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
              if redis.call('HINCRBY', KEYS[2], ARGV[i], 1) == 1 then came[#came + 1] = ARGV[i] end
            end
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
          return came
          """;

  /// Takes out what has expired. Returns participant, name, … of those who are nowhere now.
  private static final String SWEEP =
      NOW
          + """
          local left = {}
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1000)) do
            redis.call('ZREM', KEYS[1], member)
            local participant = string.sub(member, 1, 36)
            if redis.call('HINCRBY', KEYS[2], participant, -1) <= 0 then
              left[#left + 1] = participant
              left[#left + 1] = redis.call('HGET', KEYS[3], participant) or ''
              redis.call('HDEL', KEYS[2], participant)
              redis.call('HDEL', KEYS[3], participant)
            end
          end
          return left
          """;

  private final Redis redis;
  private final String node;
  private final String ttl;

  /// @param ttl how long this node's word on its participants counts
  PresenceRegister(Redis redis, NodeId node, Duration ttl) {
    this.redis = redis;
    this.node = node.value();
    this.ttl = Long.toString(ttl.toMillis());
  }

  /// @return whether the others do not know the participant yet, or under another name
  boolean enter(ConversationId conversation, Participant participant) {
    List<String> arguments = List.of(ttl, node, participant.id().toString(), participant.name());
    return isYes(redis.call(client -> client.eval(ENTER, keys(conversation), arguments)));
  }

  /// @return whether the participant is on no node any more
  boolean leave(ConversationId conversation, ParticipantId participant) {
    List<String> arguments = List.of(node, participant.toString());
    return isYes(redis.call(client -> client.eval(LEAVE, keys(conversation), arguments)));
  }

  /// What renewing found: who was not there any more (or not yet), and whose time was up.
  record Changes(List<Participant> came, List<Participant> left) {}

  /// Confirms this node's participants, and takes out those whom no node confirms.
  Map<ConversationId, Changes> renew(Map<ConversationId, List<Participant>> present) {
    return redis.call(client -> {
      Map<ConversationId, Renewal> renewals = new LinkedHashMap<>();
      try (AbstractPipeline pipeline = client.pipelined()) {
        present.forEach((conversation, participants) ->
            renewals.put(conversation, renewal(pipeline, conversation, participants)));
        pipeline.sync();
      }
      Map<ConversationId, Changes> changes = new LinkedHashMap<>();
      renewals.forEach((conversation, renewal) -> changes.put(conversation, renewal.changes()));
      return changes;
    });
  }

  List<Participant> participants(ConversationId conversation) {
    return redis.call(client -> client.hgetAll(keys(conversation).get(2))).entrySet().stream()
        .map(entry -> participant(entry.getKey(), entry.getValue()))
        .toList();
  }

  Optional<Participant> find(ConversationId conversation, ParticipantId participant) {
    String id = participant.toString();
    return redis.call(client ->
        Optional.ofNullable(client.hget(keys(conversation).get(2), id))
            .map(name -> participant(id, name)));
  }

  Map<ConversationId, Integer> counts(Collection<ConversationId> conversations) {
    return redis.call(client -> {
      Map<ConversationId, Response<Long>> answers = new LinkedHashMap<>();
      try (AbstractPipeline pipeline = client.pipelined()) {
        conversations.forEach(
            conversation -> answers.put(conversation, pipeline.hlen(keys(conversation).get(2))));
        pipeline.sync();
      }
      Map<ConversationId, Integer> counts = new LinkedHashMap<>();
      answers.forEach((conversation, count) -> counts.put(conversation, count.get().intValue()));
      return counts;
    });
  }

  /// Answers that are still under way.
  private record Renewal(
      List<Participant> present, List<Response<Object>> renewed, Response<Object> swept) {
    Changes changes() {
      List<String> came = renewed.stream().flatMap(it -> strings(it.get()).stream()).toList();
      List<String> left = strings(swept.get());
      List<Participant> gone = new ArrayList<>();
      for (int i = 0; i < left.size(); i += 2) {
        gone.add(participant(left.get(i), left.get(i + 1)));
      }
      return new Changes(
          present.stream().filter(it -> came.contains(it.id().toString())).toList(), gone);
    }
  }

  private Renewal renewal(
      AbstractPipeline pipeline, ConversationId conversation, List<Participant> participants) {
    List<String> keys = keys(conversation);
    List<Response<Object>> renewed = new ArrayList<>();
    for (int from = 0; from < participants.size(); from += BATCH) {
      List<String> arguments = new ArrayList<>(List.of(ttl, node));
      for (Participant participant :
          participants.subList(from, Math.min(from + BATCH, participants.size()))) {
        arguments.add(participant.id().toString());
        arguments.add(participant.name());
      }
      renewed.add(pipeline.eval(RENEW, keys, arguments));
    }
    return new Renewal(participants, renewed, pipeline.eval(SWEEP, keys, List.of()));
  }

  /// The braces keep a conversation's keys on one node of a Redis cluster.
  private static List<String> keys(ConversationId conversation) {
    String prefix = "parley:presence:{" + conversation + "}:";
    return List.of(prefix + "until", prefix + "nodes", prefix + "names");
  }

  private static Participant participant(String id, String name) {
    return new Participant(new ParticipantId(UUID.fromString(id)), name);
  }

  private static boolean isYes(Object answer) {
    return answer.equals(1L);
  }

  private static List<String> strings(Object answer) {
    return ((List<?>) answer).stream().map(String.class::cast).toList();
  }
}
