package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationCursor;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.live.LiveConversations;
import io.parley.log.EventLog;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Rooms from their beginning to their end. A change counts on this node when the call returns, and
/// on the others as soon as they have read it from the log.
@ApplicationScoped
public class PublicRooms {
  private static final System.Logger LOG = System.getLogger(PublicRooms.class.getName());

  private static final Comparator<Conversation> BY_ACTIVITY =
      Comparator.comparing((Conversation room) -> room.lastMessageAt().orElse(Instant.EPOCH))
          .thenComparing(room -> room.id().toString())
          .reversed();

  @Inject Conversations conversations;
  @Inject LiveConversations live;
  @Inject EventLog log;
  @Inject Clock clock;

  /// Some rooms, those in which something was said last first. The lobby stands before all others.
  ///
  /// @param next names the page after this one, if there are more
  public record Page(List<Conversation> rooms, Optional<String> next) {
    public Page {
      rooms = List.copyOf(rooms);
    }
  }

  /// @param max the number of rooms that this server may have
  /// @throws ProblemException `conflict` if its name is taken, `forbidden` if there are too many
  ///   rooms, `unavailable` while PostgreSQL is unavailable
  public void open(Conversation room, int max) {
    if (conversations.countRooms() >= max) {
      throw Problem.FORBIDDEN.because(
          "This server has its maximum of %d rooms. Use an existing room, or ask the operator to remove one."
              .formatted(max));
    }
    conversations.add(room);
    LOG.log(System.Logger.Level.INFO, "room {0} created", room.id());
  }

  /// While PostgreSQL is unavailable, the rooms that this node knows, on one page.
  ///
  /// @param before another page's `next`
  /// @throws ProblemException `invalid_request` if `before` is not one, `unavailable` if PostgreSQL
  ///   is unavailable and this node knows no room
  public Page page(Optional<String> before, int limit) {
    Optional<ConversationCursor> cursor = before.map(ConversationCursor::read);
    try {
      return archived(cursor, limit);
    } catch (ProblemException away) {
      return known(away, limit);
    }
  }

  private Page archived(Optional<ConversationCursor> cursor, int limit) {
    Optional<Conversation> lobby =
        cursor.isEmpty() ? conversations.find(Conversation.LOBBY) : Optional.empty();
    int others = limit - (lobby.isPresent() ? 1 : 0);
    List<Conversation> found = conversations.rooms(cursor, others + 1);
    List<Conversation> shown = found.subList(0, Math.min(others, found.size()));
    // with room for the lobby alone, what comes next begins with the first of the others
    Optional<String> next =
        found.size() <= others
            ? Optional.empty()
            : Optional.of(
                (shown.isEmpty()
                        ? ConversationCursor.NEWEST
                        : ConversationCursor.ofRoom(shown.getLast()))
                    .toString());
    return new Page(
        Stream.concat(
                lobby.stream(), shown.stream().filter(room -> !conversations.isErased(room.id())))
            .toList(),
        next);
  }

  private Page known(ProblemException away, int limit) {
    List<Conversation> known =
        conversations.rememberedRooms().stream()
            .sorted(
                Comparator.comparing((Conversation room) -> !room.id().equals(Conversation.LOBBY))
                    .thenComparing(BY_ACTIVITY))
            .limit(limit)
            .toList();
    if (known.isEmpty()) {
      throw away;
    }
    return new Page(known, Optional.empty());
  }

  /// Changes a room's name or settings. All nodes and everybody in the room are told at once.
  ///
  /// @throws ProblemException `not_found` if it is gone, `conflict` if another room has the name,
  ///   `unavailable` while PostgreSQL is unavailable
  public Conversation change(ConversationId id, UnaryOperator<Conversation> change) {
    Conversation changed =
        conversations
            .change(id, Conversation.Kind.ROOM, change)
            .orElseThrow(Conversations::unknown);
    log.publish(id, changed.changed());
    LOG.log(System.Logger.Level.INFO, "room {0} changed", id);
    return changed;
  }

  /// Removes a room with everything that was said in it, for good: from every node, the archive,
  /// search, shares and the copies that were made of it. Its sockets and streams end. Done when
  /// this node no longer shows anything of it. If PostgreSQL is unavailable, its rows go when it is
  /// back, because the archive reads of it too.
  ///
  /// @return a stage that fails with `unavailable` if the log does not take it
  /// @throws ProblemException `forbidden` for the lobby
  public CompletionStage<Void> remove(ConversationId id) {
    if (id.equals(Conversation.LOBBY)) {
      throw Problem.FORBIDDEN.because("The lobby cannot be removed.");
    }
    return log.append(id, new Event.ConversationDeleted(Optional.empty(), clock.instant()))
        .thenCompose(position -> live.reached(id, position))
        .thenRun(() -> {
          conversations.eraseRows(id, Conversation.Kind.ROOM);
          LOG.log(System.Logger.Level.INFO, "room {0} removed by the operator", id);
        });
  }

  /// As PostgreSQL keeps it, so that what is remembered equals what is read.
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
