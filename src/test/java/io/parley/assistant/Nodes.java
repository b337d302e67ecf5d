package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.event.ReplyRequest;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Some nodes over one log and one Redis, in a time of their own: nothing happens but what a test
/// lets happen.
final class Nodes {
  static final Duration LEASE = Duration.ofSeconds(3);
  private static final long TICK = Duration.ofMillis(500).toNanos();

  private final List<LogEntry<?>> log = new ArrayList<>();
  private final List<One> nodes = new ArrayList<>();
  private final ConversationId conversation = new ConversationId(Ids.next());
  private long now = 1;

  final Redis redis = new Redis();

  /// @param names of the nodes
  Nodes(String... names) {
    for (String name : names) {
      nodes.add(new One(name));
    }
  }

  One node(String name) {
    return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
  }

  /// Somebody asks; every node that runs reads of it.
  PendingReply ask() {
    ReplyId reply = new ReplyId(Ids.next());
    LogEntry<?> asked =
        append(
            new Event.MessagePosted(
                new MessageId(Ids.next()),
                new Participant(new ParticipantId(Ids.next()), "ada"),
                "Why?",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ReplyRequest(reply, "demo/guide")),
                Instant.EPOCH));
    return PendingReply.of(asked).orElseThrow();
  }

  /// Somebody wants the reply to go on from an end.
  PendingReply askToGoOn(PendingReply question, int attempt) {
    LogEntry<?> asked =
        append(
            new Event.ReplyRequested(
                question.messageId(),
                question.request(),
                new Participant(new ParticipantId(Ids.next()), "ada"),
                Optional.of(attempt),
                Instant.EPOCH));
    return PendingReply.of(asked).orElseThrow();
  }

  LogEntry<?> append(Event event) {
    LogEntry<?> recorded =
        new LogEntry<>(
            conversation, event, 0, new Position("e", log.size()), Instant.EPOCH.plusNanos(now));
    log.add(recorded);
    nodes.forEach(One::readOn);
    return recorded;
  }

  /// Lets time pass, in which every node that runs looks twice a second.
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now += TICK;
      redis.expire();
      nodes.stream().filter(node -> node.awake).forEach(node -> node.coordinator.look());
    }
  }

  /// The attempts at replies on the log, such as `1`, or `1 2` after a takeover.
  String starts() {
    return log.stream()
        .map(LogEntry::event)
        .filter(Event.ReplyStarted.class::isInstance)
        .map(event -> Integer.toString(((Event.ReplyStarted) event).attempt()))
        .collect(Collectors.joining(" "));
  }

  /// The ends on the log, by the node that wrote them.
  List<String> ends() {
    return log.stream()
        .map(LogEntry::event)
        .filter(Event.ReplyFinished.class::isInstance)
        .map(event -> ((Event.ReplyFinished) event).text())
        .toList();
  }

  /// One node, with the replies that it makes.
  final class One implements ReplyCoordinator.Maker {
    private final String name;
    private final PendingReplies open = new PendingReplies(() -> now);
    final ReplyCoordinator coordinator =
        new ReplyCoordinator(open, redis, new ReplyCoordinator.Terms(LEASE, 10), () -> now, this);
    private final Map<ReplyPlace, Run> runs = new LinkedHashMap<>();
    private int read;
    private boolean awake = true;

    One(String name) {
      this.name = name;
    }

    private record Run(PendingReply question, ReplyLease lease, int attempt) {}

    void deliver(PendingReply question) {
      open.delivered(question);
      open.find(question.place()).ifPresent(coordinator::take);
    }

    /// Begins as `Replies` does: puts the start on the log, and looks whether it leads.
    @Override
    public void make(ReplyCoordinator coordinator, PendingReply question, ReplyLease lease) {
      int attempt = open.find(question.place()).map(PendingReplies.Entry::attempts).orElse(0) + 1;
      lease.begin(
          attempt,
          () -> {
            runs.remove(question.place());
            coordinator.done(lease);
          });
      runs.put(question.place(), new Run(question, lease, attempt));
      LogEntry<?> started =
          append(
              new Event.ReplyStarted(
                  question.replyId(), question.messageId(), "demo/guide", attempt, Instant.EPOCH));
      if (!open.leads(question.place(), attempt, started.position())) {
        lease.lose();
      }
    }

    boolean makes(PendingReply question) {
      return runs.containsKey(question.place());
    }

    void say(PendingReply question, int seq) {
      append(new Event.ReplyDelta(question.replyId(), attempt(question), seq, "word "));
    }

    int attempt(PendingReply question) {
      return Optional.ofNullable(runs.get(question.place())).map(Run::attempt).orElse(0);
    }

    /// Ends as `Replies` does: only if nobody else has the reply.
    void finish(PendingReply question) {
      Run run = runs.get(question.place());
      if (run == null) {
        return;
      }
      LeaseState state = coordinator.check(run.lease());
      if (state == LeaseState.DOUBTFUL) {
        readOn();
      }
      if (state != LeaseState.LOST && !run.lease().isLost()) {
        append(
            new Event.ReplyFinished(
                question.replyId(),
                question.messageId(),
                "demo/guide",
                run.attempt(),
                Event.ReplyStatus.FINISHED,
                name,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH));
      }
      runs.remove(question.place());
      coordinator.done(run.lease());
    }

    /// Stands still: reads nothing, renews nothing.
    void freeze() {
      awake = false;
    }

    void thaw() {
      awake = true;
    }

    /// Is no more.
    void die() {
      freeze();
      runs.clear();
    }

    private void readOn() {
      while (awake && read < log.size()) {
        LogEntry<?> entry = log.get(read);
        read++;
        open.read(entry, true).ifPresent(coordinator::heard);
      }
    }
  }

  /// Leases as Redis keeps them.
  final class Redis implements Leases {
    private record Held(String token, long until) {}

    private final Map<ReplyPlace, Held> held = new HashMap<>();
    private boolean away;

    void goAway() {
      away = true;
    }

    /// Comes back with nothing in it.
    void comeBackEmpty() {
      away = false;
      held.clear();
    }

    private void expire() {
      held.values().removeIf(it -> it.until() <= now);
    }

    @Override
    public Answer claim(ReplyPlace reply, String token) {
      expire();
      if (away) {
        return Answer.UNKNOWN;
      }
      return held.putIfAbsent(reply, lease(token)) == null ? Answer.MINE : Answer.ANOTHERS;
    }

    @Override
    public Map<ReplyPlace, Answer> renew(Map<ReplyPlace, String> tokens) {
      expire();
      Map<ReplyPlace, Answer> answers = new HashMap<>();
      tokens.forEach((reply, token) -> answers.put(reply, renew(reply, token)));
      return answers;
    }

    private Answer renew(ReplyPlace reply, String token) {
      if (away) {
        return Answer.UNKNOWN;
      }
      Held before = held.get(reply);
      if (before != null && !before.token().equals(token)) {
        return Answer.ANOTHERS;
      }
      held.put(reply, lease(token));
      return before == null ? Answer.REGAINED : Answer.MINE;
    }

    @Override
    public void release(ReplyPlace reply, String token) {
      if (!away) {
        held.values().removeIf(it -> it.token().equals(token));
      }
    }

    @Override
    public Optional<Set<ReplyPlace>> free(Collection<ReplyPlace> replies) {
      expire();
      return away
          ? Optional.empty()
          : Optional.of(
              replies.stream()
                  .filter(reply -> !held.containsKey(reply))
                  .collect(Collectors.toUnmodifiableSet()));
    }

    private Held lease(String token) {
      return new Held(token, now + LEASE.toNanos());
    }
  }
}
