package io.parley.assistant;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Which of the open questions this node answers.
///
/// One that Kafka hands to this node it answers at once, unless another node does. One that nobody
/// seems to answer, because its node died, it takes over, whoever Kafka thinks should. While Redis,
/// which knows who answers what, is unavailable, Kafka alone decides.
///
/// Two nodes can still begin the same reply; then the log's order says which of them goes on.
final class ReplyCoordinator {
  private static final System.Logger LOG = System.getLogger(ReplyCoordinator.class.getName());

  /// How long nothing must have been heard of a reply before it is started again where nobody can
  /// tell who makes it.
  static final Duration SILENCE = Duration.ofSeconds(10);

  /// Between two tries where one has failed.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PendingReplies open;
  private final Leases leases;
  private final Terms terms;
  private final LongSupplier nanoTime;
  private final Maker maker;
  private final ConcurrentHashMap<ReplyPlace, ReplyLease> held = new ConcurrentHashMap<>();
  private volatile boolean leaving;
  private volatile boolean known = true;
  private volatile long knownSince;

  /// @param lease how long one lasts that is not renewed
  /// @param concurrent replies at a time
  record Terms(Duration lease, int concurrent) {
    /// Three chances to renew it.
    long renewEvery() {
      return lease.toNanos() / 3;
    }

    /// So long the node that Kafka has chosen is left alone with a question.
    long patience() {
      return lease.toNanos() * 2 / 3;
    }
  }

  /// Starts to make a reply, and returns at once. Calls [ReplyCoordinator#done] when it is over.
  @FunctionalInterface
  interface Maker {
    void make(ReplyCoordinator coordinator, PendingReply question, ReplyLease lease);
  }

  ReplyCoordinator(
      PendingReplies open, Leases leases, Terms terms, LongSupplier nanoTime, Maker maker) {
    this.open = open;
    this.leases = leases;
    this.terms = terms;
    this.nanoTime = nanoTime;
    this.maker = maker;
    this.knownSince = nanoTime.getAsLong() - terms.lease().toNanos();
  }

  /// Looks after what is made here, and for what nobody makes. To be called about twice a second,
  /// by one thread.
  void look() {
    long now = nanoTime.getAsLong();
    renew(
        held.values().stream()
            .filter(lease -> !lease.isLost() && now - lease.renewedAt() >= terms.renewEvery())
            .toList());
    List<PendingReplies.Entry> waiting =
        leaving
            ? List.of()
            : open.all().stream()
                .filter(entry -> entry.isOlderThan(terms.patience(), now) && entry.isDue(now))
                .filter(entry -> !held.containsKey(entry.reply()))
                .toList();
    if (waiting.isEmpty()) {
      return;
    }
    Optional<Set<ReplyPlace>> free =
        leases.free(waiting.stream().map(PendingReplies.Entry::reply).toList());
    know(free.isPresent());
    waiting.stream()
        .filter(entry -> free.map(it -> isOrphan(entry, it)).orElseGet(() -> isLeftToUs(entry)))
        .forEach(this::take);
  }

  /// How sure it is, right now, that nobody else makes this reply. May block for Redis.
  LeaseState check(ReplyLease lease) {
    if (!lease.isLost() && !lease.isSure(nanoTime.getAsLong())) {
      renew(List.of(lease));
    }
    if (lease.isLost()) {
      return LeaseState.LOST;
    }
    return lease.isSure(nanoTime.getAsLong()) ? LeaseState.SURE : LeaseState.DOUBTFUL;
  }

  /// This reply is no longer made here: it has ended, or could not be made for now.
  void done(ReplyLease lease) {
    held.remove(lease.reply(), lease);
    long later = nanoTime.getAsLong() + PAUSE.toNanos();
    open.find(lease.reply()).ifPresent(entry -> entry.leaveAloneUntil(later));
    leases.release(lease.reply(), lease.token());
  }

  /// Something was read of an open question: whoever makes its reply here may have been overtaken.
  void heard(PendingReplies.Entry entry) {
    ReplyLease lease = held.get(entry.reply());
    if (lease == null) {
      return;
    }
    boolean overtaken = lease.attempt() > 0 && lease.attempt() < entry.attempts();
    if (overtaken || open.find(entry.reply()).isEmpty()) {
      lease.lose();
    }
  }

  /// From here on nothing more is begun.
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /// The replies that are made here.
  Set<ReplyPlace> making() {
    return Set.copyOf(held.keySet());
  }

  /// Hands over all replies that are made here, for other nodes to start again.
  void handOver() {
    held.values().forEach(ReplyLease::lose);
  }

  /// Begins a reply, unless somebody makes it. May block for Redis.
  void take(PendingReplies.Entry entry) {
    if (leaving || held.size() >= terms.concurrent()) {
      return;
    }
    long now = nanoTime.getAsLong();
    ReplyLease lease = new ReplyLease(entry.reply(), now);
    if (held.putIfAbsent(entry.reply(), lease) != null) {
      return;
    }
    Leases.Answer answer = leases.claim(entry.reply(), lease.token());
    know(answer != Leases.Answer.UNKNOWN);
    boolean begins =
        switch (answer) {
          case MINE, REGAINED -> {
            lease.claimed(now, terms.lease());
            yield true;
          }
          case ANOTHERS -> false;
          case UNKNOWN -> isLeftToUs(entry);
        };
    if (begins) {
      maker.make(this, entry.question(), lease);
    } else {
      held.remove(entry.reply(), lease);
    }
  }

  /// Whether its node seems to have died. A Redis that was unavailable may have forgotten its
  /// leases, and their holders are given time to renew them; so is one of whose reply something is
  /// heard.
  private boolean isOrphan(PendingReplies.Entry entry, Set<ReplyPlace> free) {
    long now = nanoTime.getAsLong();
    return free.contains(entry.reply())
        && now - knownSince >= terms.lease().toNanos()
        && (entry.isHandedOver() || entry.isQuietFor(terms.lease().toNanos() / 2, now));
  }

  /// Whether, while nobody can tell who makes it, it is for this node to do so.
  private boolean isLeftToUs(PendingReplies.Entry entry) {
    return entry.isDelivered()
        && (!entry.hasBegun() || entry.isQuietFor(SILENCE.toNanos(), nanoTime.getAsLong()));
  }

  private void know(boolean now) {
    if (now && !known) {
      knownSince = nanoTime.getAsLong();
    }
    known = now;
  }

  private void renew(List<ReplyLease> due) {
    if (due.isEmpty()) {
      return;
    }
    long asked = nanoTime.getAsLong();
    Map<ReplyPlace, Leases.Answer> answers =
        leases.renew(due.stream().collect(Collectors.toMap(ReplyLease::reply, ReplyLease::token)));
    for (ReplyLease lease : due) {
      switch (answers.getOrDefault(lease.reply(), Leases.Answer.UNKNOWN)) {
        case MINE -> lease.renewed(asked, terms.lease());
        case REGAINED -> {
          lease.doubt();
          lease.renewed(asked, terms.lease());
        }
        case ANOTHERS -> {
          LOG.log(
              System.Logger.Level.WARNING,
              "reply {0} was taken over by another node",
              lease.reply());
          lease.lose();
        }
        case UNKNOWN -> know(false);
      }
    }
  }
}
