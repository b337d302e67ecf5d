package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.node.Drainable;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.redis.Redis;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// Who is in which conversation now, on all nodes. A participant is there from the first tab to the
/// last, or until the node they are connected to has not said so for some seconds.
///
/// While Redis is unavailable this is what this node alone knows, and [#known] is false; when it is
/// back everything is entered again, and told again. An answer that is missing is made good by the
/// next [#keep], or by the end of the entry that it left. Safe for use by many threads. Calls may
/// wait for Redis for its timeout, once; then they do not wait until it is back.
public final class Presence implements Drainable {
  private static final Logger LOG = System.getLogger(Presence.class.getName());

  private final LocalPresence localPresence = new LocalPresence();
  private final AtomicBoolean known = new AtomicBoolean(true);
  private final Queue<Departure> departures = new ConcurrentLinkedQueue<>();

  private final PresenceLocks locks = new PresenceLocks();
  private final RedisPresence register;
  private final PresenceCounts counts;
  private final PresenceListener listener;

  Presence(RedisPresence register, PresenceCounts counts, PresenceListener listener) {
    this.register = register;
    this.counts = counts;
    this.listener = listener;
  }

  /// How long the connections may take to close, each of which takes its participant out.
  private static final Duration CLOSING = Duration.ofSeconds(6);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private record Departure(ConversationId conversation, ParticipantId participant) {}

  /// A connection of a participant comes in; again with another name, it is renamed.
  ///
  /// @return whether they were there already, under another name
  public boolean enter(ConversationId conversation, Participant participant, String connection) {
    return locks.exclusively(
        conversation,
        participant.id(),
        () ->
            localPresence.add(conversation, participant, connection)
                && register(conversation, participant) == RedisPresence.Entry.RENAMED);
  }

  /// A connection of a participant goes. One that never came, or has gone, changes nothing.
  public void leave(ConversationId conversation, ParticipantId participant, String connection) {
    locks.exclusively(
        conversation,
        participant,
        () -> {
          Optional<Participant> last = localPresence.remove(conversation, participant, connection);
          if (last.isPresent()
              && Redis.ifAvailable(() -> register.leave(conversation, participant)).orElse(true)) {
            departures.add(new Departure(conversation, participant));
            listener.left(conversation, last.get());
          }
        });
  }

  /// A guest has another name, wherever they are connected to this node.
  public void rename(Participant participant) {
    for (ConversationId conversation : localPresence.conversations()) {
      locks.exclusively(
          conversation,
          participant.id(),
          () -> {
            if (localPresence.rename(conversation, participant)) {
              register(conversation, participant);
            }
          });
    }
  }

  /// Where a participant is connected to this node.
  List<ConversationId> conversationsHere(ParticipantId participant) {
    return localPresence.conversations().stream()
        .filter(it -> localPresence.holds(it, participant))
        .toList();
  }

  /// A participant who is connected to this node, under the name they gave last: nobody is shown
  /// another name before this has it.
  public Optional<Participant> here(ConversationId conversation, ParticipantId participant) {
    return localPresence.find(conversation, participant);
  }

  /// Everybody who is there, in no particular order.
  public List<Participant> participants(ConversationId conversation) {
    Map<ParticipantId, Participant> all = new LinkedHashMap<>();
    localPresence.in(conversation).forEach(participant -> all.put(participant.id(), participant));
    Redis.ifAvailable(() -> register.participants(conversation))
        .orElse(List.of())
        .forEach(participant -> all.put(participant.id(), participant));
    return List.copyOf(all.values());
  }

  /// How many are there; at most a second old.
  public Map<ConversationId, Integer> counts(Collection<ConversationId> conversations) {
    return Redis.ifAvailable(() -> counts.of(conversations))
        .orElseGet(() ->
            conversations.stream()
                .distinct()
                .collect(
                    Collectors.toMap(
                        conversation -> conversation,
                        conversation -> localPresence.in(conversation).size())));
  }

  /// Conversations that somebody is in; at most a second old.
  ///
  /// @param limit the most that are wanted
  public List<ConversationId> inhabited(int limit) {
    return Redis.ifAvailable(() -> counts.inhabited(limit))
        .orElseGet(() -> localPresence.conversations().stream().limit(limit).toList());
  }

  /// Whether anybody but this participant is there; at most a second old.
  public boolean hasOthers(ConversationId conversation, ParticipantId participant) {
    int there = counts(List.of(conversation)).getOrDefault(conversation, 0);
    if (there < 2) {
      there = Math.max(there, localPresence.in(conversation).size());
    }
    return there > 1 || (there == 1 && !isThere(conversation, participant));
  }

  private boolean isThere(ConversationId conversation, ParticipantId participant) {
    return localPresence.holds(conversation, participant)
        || Redis.ifAvailable(() -> register.find(conversation, participant))
            .flatMap(it -> it)
            .isPresent();
  }

  /// Whether the other nodes' participants are known, as of the last two seconds.
  public boolean known() {
    return known.get();
  }

  /// How many people are connected to this node.
  public int participantsHere() {
    return localPresence.participants();
  }

  /// Confirms this node's participants and finds those whom nobody confirms. To be called every few
  /// seconds, by one thread.
  void keep() {
    Map<ConversationId, List<Participant>> here =
        localPresence.conversations().stream()
            .collect(Collectors.toMap(conversation -> conversation, localPresence::in));
    boolean wasKnown = known.get();
    Optional<Map<ConversationId, RedisPresence.Changes>> changes =
        Redis.ifAvailable(() -> register.renew(here));
    if (changes.isEmpty()) {
      if (known.compareAndSet(true, false)) {
        LOG.log(Level.WARNING, "Redis does not answer: only this node's participants are known");
        listener.known(false);
      }
      return;
    }
    changes
        .get()
        .forEach((conversation, change) -> {
          change.left().forEach(it -> tellLeft(conversation, it));
          // while Redis was unavailable nobody could tell who else is here: all are told again
          List<Participant> came =
              wasKnown ? change.came() : here.getOrDefault(conversation, List.of());
          came.forEach(it -> tellJoined(conversation, it));
        });
    correctDepartures();
    if (!wasKnown) {
      known.set(true);
      LOG.log(Level.INFO, "All nodes' participants are known again");
      listener.known(true);
    }
  }

  /// Shutdown: when the connections are closed, nobody is left on this node.
  @Override
  public void leave(Duration within) throws InterruptedException {
    long end = System.nanoTime() + (within.compareTo(CLOSING) < 0 ? within : CLOSING).toNanos();
    while (localPresence.participants() > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_EVERY);
    }
    for (ConversationId conversation : localPresence.conversations()) {
      localPresence
          .in(conversation)
          .forEach(participant ->
              localPresence
                  .connections(conversation, participant.id())
                  .forEach(connection -> leave(conversation, participant.id(), connection)));
    }
  }

  private void tellLeft(ConversationId conversation, Participant participant) {
    locks.exclusively(
        conversation,
        participant.id(),
        () -> {
          // they can have come in here since
          if (!localPresence.holds(conversation, participant.id())) {
            departures.add(new Departure(conversation, participant.id()));
            listener.left(conversation, participant);
          }
        });
  }

  private void tellJoined(ConversationId conversation, Participant participant) {
    locks.exclusively(
        conversation,
        participant.id(),
        () -> {
          if (localPresence.holds(conversation, participant.id())) {
            listener.joined(conversation, participant);
          } else {
            // they left while they were being confirmed
            var _ = Redis.ifAvailable(() -> register.leave(conversation, participant.id()));
          }
        });
  }

  /// Two nodes can notice at the same time that a participant goes here and comes there, and their
  /// words can reach the others in the wrong order. So whoever said `left` looks once more; and
  /// says it again to Redis, which may not have heard it.
  private void correctDepartures() {
    for (Departure it = departures.poll(); it != null; it = departures.poll()) {
      Departure departure = it;
      takeOut(departure);
      Redis.ifAvailable(() -> register.find(departure.conversation(), departure.participant()))
          .flatMap(found -> found)
          .ifPresent(found -> listener.joined(departure.conversation(), found));
    }
  }

  private void takeOut(Departure departure) {
    locks.exclusively(
        departure.conversation(),
        departure.participant(),
        () -> {
          if (!localPresence.holds(departure.conversation(), departure.participant())) {
            var _ =
                Redis.ifAvailable(
                    () -> register.leave(departure.conversation(), departure.participant()));
          }
        });
  }

  /// Enters them on behalf of this node, and tells if that is news.
  private RedisPresence.Entry register(ConversationId conversation, Participant participant) {
    RedisPresence.Entry entry =
        Redis.ifAvailable(() -> register.enter(conversation, participant))
            .orElse(RedisPresence.Entry.CAME);
    if (entry != RedisPresence.Entry.NOTHING) {
      listener.joined(conversation, participant);
    }
    return entry;
  }
}
