package io.parley.unread;

import io.parley.conversation.Conversation;
import io.parley.conversation.Mentions;
import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.log.Layout;
import io.parley.log.Topics;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What participants have read of the rooms that they have been in.
@ApplicationScoped
public class Reads {
  @Inject ReadStore store;
  @Inject Database database;
  @Inject Topics topics;

  /// A participant has read a room up to a position. An earlier one changes nothing.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request` if it is no position or the
  ///   conversation no room, `unavailable` while PostgreSQL is unavailable
  public void raise(ParticipantId participant, Conversation room, Optional<String> position) {
    if (room.kind() != Conversation.Kind.ROOM) {
      throw Problem.INVALID_REQUEST.because("Only rooms have a read position.");
    }
    Position read =
        position
            .flatMap(Position::parse)
            .orElseThrow(() ->
                Problem.INVALID_REQUEST.because(
                    "`position` must be a position of this room, such as that of an event."));
    boolean current = topics.layout().map(Layout::epoch).filter(read.epoch()::equals).isPresent();
    database.ask(() -> {
      store.raise(participant, room.id(), read, current);
      return read;
    });
  }

  /// @throws io.parley.platform.ProblemException `unavailable` while PostgreSQL is unavailable
  public UnreadRooms of(Participant participant) {
    List<ReadStore.Count> counts = database.ask(() -> store.counts(participant.id()));
    boolean anything = counts.stream().anyMatch(count -> count.unread() > 0);
    Map<ConversationId, Long> mentions = anything ? mentions(participant) : Map.of();
    return new UnreadRooms(
        counts.stream()
            .map(count ->
                new UnreadRooms.Item(
                    count.conversation(),
                    count.name(),
                    count.unread(),
                    mentions.getOrDefault(count.conversation(), 0L).intValue(),
                    count.position()))
            .toList());
  }

  private Map<ConversationId, Long> mentions(Participant participant) {
    Mentions.Names<Boolean> self = new Mentions.Names<Boolean>().add(participant.name(), true);
    return database.ask(() -> store.addressed(participant.id())).stream()
        .filter(message -> Mentions.first(message.text(), self::find).isPresent())
        .collect(Collectors.groupingBy(ReadStore.Addressed::conversation, Collectors.counting()));
  }
}
