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

  private static final List<String> CONVERSATIONS = List.of("parley:presence:conversations");

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
        entry = pipeline.eval(PresenceScripts.ENTER, keys(conversation), arguments);
        inhabit(pipeline, List.of(conversation));
        pipeline.sync();
      }
      return Entry.values()[((Long) entry.get()).intValue()];
    });
  }

  /// @return whether the participant is no longer on any node
  boolean leave(ConversationId conversation, ParticipantId participant) {
    List<String> arguments = List.of(node, participant.toString());
    return isYes(
        redis.call(client -> client.eval(PresenceScripts.LEAVE, keys(conversation), arguments)));
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
      pipeline.eval(PresenceScripts.INHABIT, CONVERSATIONS, arguments);
    }
  }

  /// Conversations that somebody is in, or was within the lifetime of a word.
  ///
  /// @param limit the most that are wanted
  List<ConversationId> inhabited(int limit) {
    List<String> arguments = List.of(Integer.toString(limit));
    return redis.call(client ->
        strings(client.eval(PresenceScripts.INHABITED, CONVERSATIONS, arguments)).stream()
            .map(id -> new ConversationId(UUID.fromString(id)))
            .toList());
  }

  List<Participant> participants(ConversationId conversation) {
    return redis.call(
        client -> named(client.eval(PresenceScripts.PARTICIPANTS, keys(conversation), List.of())));
  }

  Optional<Participant> find(ConversationId conversation, ParticipantId participant) {
    String id = participant.toString();
    return redis.call(client ->
        Optional.ofNullable(client.eval(PresenceScripts.FIND, keys(conversation), List.of(id)))
            .map(name -> participant(id, (String) name)));
  }

  Map<ConversationId, Integer> counts(Collection<ConversationId> conversations) {
    return redis.call(client -> {
      Map<ConversationId, Response<Object>> answers = new LinkedHashMap<>();
      try (AbstractPipeline pipeline = client.pipelined()) {
        conversations.forEach(conversation ->
            answers.put(
                conversation, pipeline.eval(PresenceScripts.COUNT, keys(conversation), List.of())));
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
      renewed.add(pipeline.eval(PresenceScripts.RENEW, keys, arguments));
    }
    return new Renewal(
        participants, renewed, pipeline.eval(PresenceScripts.SWEEP, keys, List.of()));
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
