package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.log.LogReader;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The conversations there are. A node remembers those that it has found for some seconds, and
/// while PostgreSQL is unavailable for as long as that lasts, so that talk goes on.
@ApplicationScoped
public class Conversations implements LogReader {
  private static final System.Logger LOG = System.getLogger(Conversations.class.getName());

  static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration ERASED_REMEMBERED = Duration.ofMinutes(10);
  private static final int MAX_REMEMBERED = 20_000;

  @Inject ConversationStore store;
  @Inject Erasures erasures;
  @Inject Database database;
  @Inject Clock clock;

  private final ConcurrentHashMap<ConversationId, Found> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ConversationId> roomIds = new ConcurrentHashMap<>();

  private final ConcurrentHashMap<ConversationId, Instant> erased = new ConcurrentHashMap<>();

  private record Found(Conversation conversation, Instant at) {}

  /// @throws ProblemException `unavailable` if it is not known here and PostgreSQL is unavailable
  public Optional<Conversation> find(ConversationId id) {
    if (erased.containsKey(id)) {
      return Optional.empty();
    }
    return find(Optional.ofNullable(byId.get(id)), () -> store.find(id));
  }

  /// The one answer to who may see a conversation: a room everybody, a private conversation its
  /// owner.
  ///
  /// @throws ProblemException as [#find]
  public Optional<Conversation> visibleTo(Optional<ParticipantId> caller, ConversationId id) {
    return find(id)
        .filter(conversation ->
            switch (conversation.kind()) {
              case ROOM -> true;
              case PRIVATE -> caller.filter(conversation::isOwnedBy).isPresent();
            });
  }

  public static ProblemException unknown() {
    return Problem.NOT_FOUND.because("There is no such conversation.");
  }

  /// @throws ProblemException `not_found` if there is none, `unavailable` as [#find]
  public Conversation require(ConversationId id) {
    return find(id).orElseThrow(Conversations::unknown);
  }

  static ProblemException nameTaken() {
    return Problem.CONFLICT.because("A room with this name already exists. Choose another name.");
  }

  /// @throws ProblemException `unavailable` if it is not known here and PostgreSQL is unavailable
  public Optional<Conversation> findRoom(String name) {
    Optional<Found> known =
        Optional.ofNullable(roomIds.get(name))
            .map(byId::get)
            .filter(found -> found.conversation().name().equals(Optional.of(name)));
    return find(known, () -> store.findRoom(name)).filter(room -> !erased.containsKey(room.id()));
  }

  /// @throws ProblemException `conflict` if its name is taken
  public void add(Conversation conversation) {
    if (!database.ask(() -> store.add(conversation))) {
      throw nameTaken();
    }
    remember(conversation);
  }

  private Optional<Conversation> find(
      Optional<Found> known, Supplier<Optional<Conversation>> question) {
    Instant fresh = clock.instant().minus(FRESH);
    if (known.filter(found -> found.at().isAfter(fresh)).isPresent()) {
      return known.map(Found::conversation);
    }
    try {
      Optional<Conversation> found = database.ask(question);
      found.ifPresentOrElse(this::remember, () -> known.ifPresent(this::forget));
      return found;
    } catch (ProblemException e) {
      return Optional.of(known.map(Found::conversation).orElseThrow(() -> e));
    }
  }

  /// The rooms that this node remembers, for when PostgreSQL is unavailable.
  List<Conversation> rememberedRooms() {
    return byId.values().stream()
        .map(Found::conversation)
        .filter(conversation -> conversation.kind() == Conversation.Kind.ROOM)
        .toList();
  }

  /// The other readers of the log ask it.
  @Override
  public Phase phase() {
    return Phase.INDEX;
  }

  /// What another node has changed or erased counts here at once.
  @Override
  public void read(LogEntry<?> entry) {
    if (entry.event() instanceof Event.ConversationChanged changed
        && byId.containsKey(entry.conversation())) {
      remember(Conversation.read(changed));
    } else if (entry.event() instanceof Event.ConversationDeleted) {
      erase(entry.conversation(), entry.at());
    }
  }

  /// Whether it was erased in the last minutes, as far as this node has read.
  public boolean isErased(ConversationId id) {
    return erased.containsKey(id);
  }

  /// Takes an erased conversation's rows out of PostgreSQL now. While that is unavailable, they go
  /// when it is back, because the archive reads of the erasure too.
  void eraseRows(ConversationId id, Conversation.Kind kind) {
    try {
      database.ask(() -> {
        erasures.erase(id, kind);
        return id;
      });
    } catch (ProblemException away) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the rows of conversation {0} are left to the archive to erase",
          id);
    }
  }

  /// Its row may be there for a moment longer.
  private void erase(ConversationId id, Instant at) {
    erased.put(id, at);
    byId.remove(id);
    Instant longAgo = at.minus(ERASED_REMEMBERED);
    erased.values().removeIf(before -> before.isBefore(longAgo));
  }

  /// Of two that were read beside each other the later one stays.
  void remember(Conversation conversation) {
    if (erased.containsKey(conversation.id())) {
      return;
    }
    if (byId.size() >= MAX_REMEMBERED) {
      byId.clear();
      roomIds.clear();
    }
    Found found = new Found(conversation, clock.instant());
    byId.merge(
        conversation.id(),
        found,
        (before, now) ->
            before.conversation().updatedAt().isAfter(now.conversation().updatedAt())
                ? new Found(before.conversation(), now.at())
                : now);
    conversation.name().ifPresent(name -> roomIds.put(name, conversation.id()));
  }

  private void forget(Found found) {
    byId.remove(found.conversation().id());
    found.conversation().name().ifPresent(roomIds::remove);
  }
}
