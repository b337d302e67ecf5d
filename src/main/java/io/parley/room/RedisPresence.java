package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
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
/// One key for all: `conversations`, a sorted set of those that somebody is in by the time at which
/// the last word on it expires. Three keys per conversation: `until`, a sorted set of
/// `participant|node` by the time at which that node's word expires; `nodes`, on how many nodes a
/// participant is; `names`. Each change is one script, so that it is made as a whole, and time is
/// Redis' own, so that the nodes' clocks do not matter.
///
/// Whose words have all expired is no longer present, whether or not a node has noticed: the next
/// word on them makes them join again. The keys outlive the words, so that a node that stood still
/// longer than they count still notices, and can tell, whom it has to take out.
///
/// Every method throws [io.parley.redis.RedisUnavailableException] if Redis does not answer.
final class RedisPresence {
  /// Maximum number of participants that one script renews: Redis does nothing else while it runs.
  private static final int BATCH = 500;

  /// For how many lifetimes of a word it is remembered who was there.
  private static final int REMEMBERED = 50;

  private static final String NOW =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /// Finds those whose words have all expired, and who have not been taken out yet.
  private static final String EXPIRED =
      NOW
          + """
          local words = {}
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
            local participant = string.sub(member, 1, 36)
            words[participant] = (words[participant] or 0) + 1
          end
          local expired, count = {}, 0
          for participant, all in pairs(words) do
            if all >= tonumber(redis.call('HGET', KEYS[2], participant) or 0) then
              expired[participant] = true
              count = count + 1
            end
          end
          """;

  /// ARGV: ttl, node, participant, name, expiry of the keys. Returns what is new: [Entry]'s
  /// ordinal.
  private static final String ENTER =
      EXPIRED
          + """
          local came = 0
          if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3] .. '|' .. ARGV[2]) == 1 then
            if redis.call('HINCRBY', KEYS[2], ARGV[3], 1) == 1 then came = 1 end
          end
          if expired[ARGV[3]] then came = 1 end
          local name = redis.call('HGET', KEYS[3], ARGV[3])
          if name ~= ARGV[4] then
            redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
            if name then came = 2 else came = 1 end
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[5]) end
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

  /// ARGV: ttl, node, expiry of the keys, then participant, name, … Returns the participants who
  /// were not there.
  private static final String RENEW =
      EXPIRED
          + """
          local came = {}
          for i = 4, #ARGV, 2 do
            if redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i] .. '|' .. ARGV[2]) == 1 then
              redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
              if redis.call('HINCRBY', KEYS[2], ARGV[i], 1) == 1 then expired[ARGV[i]] = true end
            end
            if expired[ARGV[i]] then came[#came + 1] = ARGV[i] end
          end
          for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
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

  /// Returns participant, name, … of all who are there.
  private static final String PARTICIPANTS =
      EXPIRED
          + """
          local present = {}
          local names = redis.call('HGETALL', KEYS[3])
          for i = 1, #names, 2 do
            if not expired[names[i]] then
              present[#present + 1] = names[i]
              present[#present + 1] = names[i + 1]
            end
          end
          return present
          """;

  /// ARGV: participant. Returns the name, if they are there.
  private static final String FIND =
      EXPIRED + "return not expired[ARGV[1]] and redis.call('HGET', KEYS[3], ARGV[1])";

  /// ARGV: ttl, then the conversations that people of this node are in.
  private static final String INHABIT =
      NOW
          + """
          for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'GT', now + ARGV[1], ARGV[i]) end
          redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          return 0
          """;

  /// ARGV: how many. Returns the conversations that somebody was in of late.
  private static final String INHABITED =
      NOW + "return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', now, 'LIMIT', 0, ARGV[1])";

  private static final List<String> CONVERSATIONS = List.of("parley:presence:conversations");

  /// Returns how many are there.
  private static final String COUNT = EXPIRED + "return redis.call('HLEN', KEYS[3]) - count";

  private final Redis redis;
  private final String node;
  private final String ttl;
  private final String remembered;

  /// What entering changed for the others.
  enum Entry {
    NOTHING,
    CAME,
    /// They are there, and were known under another name until now.
    RENAMED
  }

  /// @param ttl how long this node's word on its participants counts
  RedisPresence(Redis redis, NodeId node, Duration ttl) {
    this.redis = redis;
    this.node = node.value();
    this.ttl = Long.toString(ttl.toMillis());
    this.remembered = Long.toString(ttl.multipliedBy(REMEMBERED).toMillis());
  }

  Entry enter(ConversationId conversation, Participant participant) {
    List<String> arguments =
        List.of(ttl, node, participant.id().toString(), participant.name(), remembered);
    return redis.call(client -> {
      Response<Object> entry;
      try (AbstractPipeline pipeline = client.pipelined()) {
        entry = pipeline.eval(ENTER, keys(conversation), arguments);
        inhabit(pipeline, List.of(conversation));
        pipeline.sync();
      }
      return Entry.values()[((Long) entry.get()).intValue()];
    });
  }

  /// @return whether the participant is no longer on any node
  boolean leave(ConversationId conversation, ParticipantId participant) {
    List<String> arguments = List.of(node, participant.toString());
    return isYes(redis.call(client -> client.eval(LEAVE, keys(conversation), arguments)));
  }

  /// What renewing found: who was no longer present (or not yet), and whose time was up.
  record Changes(List<Participant> came, List<Participant> left) {}

  /// Confirms this node's participants, and takes out those whom no node confirms.
  Map<ConversationId, Changes> renew(Map<ConversationId, List<Participant>> present) {
    return redis.call(client -> {
      Map<ConversationId, Renewal> renewals = new LinkedHashMap<>();
      try (AbstractPipeline pipeline = client.pipelined()) {
        present.forEach((conversation, participants) ->
            renewals.put(conversation, renewal(pipeline, conversation, participants)));
        inhabit(pipeline, List.copyOf(present.keySet()));
        pipeline.sync();
      }
      Map<ConversationId, Changes> changes = new LinkedHashMap<>();
      renewals.forEach((conversation, renewal) -> changes.put(conversation, renewal.changes()));
      return changes;
    });
  }

  private void inhabit(AbstractPipeline pipeline, List<ConversationId> conversations) {
    for (int from = 0; from < conversations.size(); from += BATCH) {
      List<String> arguments = new ArrayList<>(List.of(ttl));
      conversations
          .subList(from, Math.min(from + BATCH, conversations.size()))
          .forEach(conversation -> arguments.add(conversation.toString()));
      pipeline.eval(INHABIT, CONVERSATIONS, arguments);
    }
  }

  /// Conversations that somebody is in, or was within the lifetime of a word.
  ///
  /// @param limit the most that are wanted
  List<ConversationId> inhabited(int limit) {
    List<String> arguments = List.of(Integer.toString(limit));
    return redis.call(client ->
        strings(client.eval(INHABITED, CONVERSATIONS, arguments)).stream()
            .map(id -> new ConversationId(UUID.fromString(id)))
            .toList());
  }

  List<Participant> participants(ConversationId conversation) {
    return redis.call(client -> named(client.eval(PARTICIPANTS, keys(conversation), List.of())));
  }

  Optional<Participant> find(ConversationId conversation, ParticipantId participant) {
    String id = participant.toString();
    return redis.call(client ->
        Optional.ofNullable(client.eval(FIND, keys(conversation), List.of(id)))
            .map(name -> participant(id, (String) name)));
  }

  Map<ConversationId, Integer> counts(Collection<ConversationId> conversations) {
    return redis.call(client -> {
      Map<ConversationId, Response<Object>> answers = new LinkedHashMap<>();
      try (AbstractPipeline pipeline = client.pipelined()) {
        conversations.forEach(conversation ->
            answers.put(conversation, pipeline.eval(COUNT, keys(conversation), List.of())));
        pipeline.sync();
      }
      Map<ConversationId, Integer> counts = new LinkedHashMap<>();
      answers.forEach(
          (conversation, count) -> counts.put(conversation, ((Long) count.get()).intValue()));
      return counts;
    });
  }

  /// Answers that are still awaited.
  private record Renewal(
      List<Participant> present, List<Response<Object>> renewed, Response<Object> swept) {
    Changes changes() {
      List<String> came = renewed.stream().flatMap(it -> strings(it.get()).stream()).toList();
      return new Changes(
          present.stream().filter(it -> came.contains(it.id().toString())).toList(),
          named(swept.get()));
    }
  }

  private Renewal renewal(
      AbstractPipeline pipeline, ConversationId conversation, List<Participant> participants) {
    List<String> keys = keys(conversation);
    List<Response<Object>> renewed = new ArrayList<>();
    for (int from = 0; from < participants.size(); from += BATCH) {
      List<String> arguments = new ArrayList<>(List.of(ttl, node, remembered));
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
  static List<String> keys(ConversationId conversation) {
    String prefix = "parley:presence:{" + conversation + "}:";
    return List.of(prefix + "until", prefix + "nodes", prefix + "names");
  }

  /// @param answer participant, name, …
  private static List<Participant> named(Object answer) {
    List<String> flat = strings(answer);
    List<Participant> participants = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += 2) {
      participants.add(participant(flat.get(i), flat.get(i + 1)));
    }
    return participants;
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
