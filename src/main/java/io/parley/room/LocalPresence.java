package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The connections of this node: who is where, and by how many tabs. Safe for use by many threads.
final class LocalPresence {
  private final Map<ConversationId, Map<ParticipantId, Seat>> conversations = new HashMap<>();

  /// A participant and what connects them.
  private static final class Seat {
    private Participant participant;
    private final Set<String> connections = new HashSet<>();

    Seat(Participant participant) {
      this.participant = participant;
    }
  }

  /// @return whether there is something to tell: a first tab, or a new name
  synchronized boolean add(
      ConversationId conversation, Participant participant, String connection) {
    Seat seat =
        conversations
            .computeIfAbsent(conversation, _ -> new HashMap<>())
            .computeIfAbsent(participant.id(), _ -> new Seat(participant));
    boolean news = seat.connections.isEmpty() || !seat.participant.equals(participant);
    seat.participant = participant;
    seat.connections.add(connection);
    return news;
  }

  /// @return whether the participant is there and had another name
  synchronized boolean rename(ConversationId conversation, Participant participant) {
    Seat seat = conversations.getOrDefault(conversation, Map.of()).get(participant.id());
    if (seat == null || seat.participant.equals(participant)) {
      return false;
    }
    seat.participant = participant;
    return true;
  }

  /// @return the participant, if that was the last tab
  synchronized Optional<Participant> remove(
      ConversationId conversation, ParticipantId participant, String connection) {
    Map<ParticipantId, Seat> seats = conversations.getOrDefault(conversation, Map.of());
    Seat seat = seats.get(participant);
    if (seat == null || !seat.connections.remove(connection) || !seat.connections.isEmpty()) {
      return Optional.empty();
    }
    seats.remove(participant);
    if (seats.isEmpty()) {
      conversations.remove(conversation);
    }
    return Optional.of(seat.participant);
  }

  synchronized Set<ConversationId> conversations() {
    return Set.copyOf(conversations.keySet());
  }

  synchronized List<Participant> in(ConversationId conversation) {
    return conversations.getOrDefault(conversation, Map.of()).values().stream()
        .map(seat -> seat.participant)
        .toList();
  }

  synchronized Optional<Participant> find(ConversationId conversation, ParticipantId participant) {
    return Optional.ofNullable(conversations.getOrDefault(conversation, Map.of()).get(participant))
        .map(seat -> seat.participant);
  }

  synchronized Set<String> connections(ConversationId conversation, ParticipantId participant) {
    Seat seat = conversations.getOrDefault(conversation, Map.of()).get(participant);
    return seat == null ? Set.of() : Set.copyOf(seat.connections);
  }

  synchronized boolean holds(ConversationId conversation, ParticipantId participant) {
    return conversations.getOrDefault(conversation, Map.of()).containsKey(participant);
  }

  synchronized int participants() {
    return (int)
        conversations.values().stream().flatMap(it -> it.keySet().stream()).distinct().count();
  }
}
