package io.parley.room;

import io.parley.chat.Moderation;
import io.parley.chat.Posting;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.identity.Caller;
import io.parley.identity.ProofValidity;
import io.parley.limits.RateLimits;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.OrderedEvent;
import io.parley.live.Resumption;
import io.parley.live.Wire;
import io.parley.log.EventLog;
import io.parley.participant.Names;
import io.parley.participant.Participant;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.Batch;
import io.parley.realtime.CloseCode;
import io.parley.realtime.Connection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What every visit to a room needs of other packages. Its methods may block.
@ApplicationScoped
public class RoomOperations {
  static final String HISTORY_AWAY = "history_unavailable";

  /// Frames that may wait for one client's earlier ones.
  private static final int MAX_WAITING = 256;

  private static final int PRESENCE_ATTEMPTS = 3;
  private static final System.Logger LOG = System.getLogger(RoomOperations.class.getName());

  @Inject RoomConfig config;
  @Inject Rooms rooms;
  @Inject Conversations conversations;
  @Inject Posting posting;
  @Inject Presence presence;
  @Inject Visitors visitors;
  @Inject Renames renames;
  @Inject NameGuard names;
  @Inject RateLimits rateLimits;
  @Inject Moderation moderation;
  @Inject ProofValidity validity;
  @Inject LiveConversations live;
  @Inject Resumption resumption;
  @Inject History history;
  @Inject EventLog log;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-join").daemon().factory());

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @PreDestroy
  void stop() {
    timer.shutdownNow();
  }

  /// Where one client's requests wait for their turn.
  SequentialExecutor requests() {
    return new SequentialExecutor(threads, MAX_WAITING);
  }

  /// Closes the connection if its client has not joined in time.
  void expectJoin(RoomSession session, Connection connection) {
    var _ =
        timer.schedule(
            () -> {
              if (!session.joined()) {
                connection.close(CloseCode.NO_JOIN);
              }
            },
            config.joinWithin().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  Room room(String name) {
    return rooms.require(name);
  }

  /// The caller under the name they wish to go by here.
  ///
  /// @throws ProblemException `invalid_request` for what is no name or a model's, `conflict` for a
  ///   name that looks like somebody's there, `rate_limited`, `forbidden` if an API key wishes for
  ///   another name than its own
  Caller named(Room room, Caller caller, Optional<String> wish) {
    Optional<String> other = wish.filter(name -> !name.equals(caller.participant().name()));
    if (other.isEmpty()) {
      return caller;
    }
    var _ = caller.requireGuest();
    Participant named = new Participant(caller.id(), Names.chosen(other.get()));
    RateLimits.require(rateLimits.post(caller));
    names.joining(room.id(), named);
    return caller.named(named);
  }

  /// Whether the caller's key or token is still good.
  boolean stands(Caller caller) {
    return validity.holds(caller);
  }

  /// Lets somebody in: makes them present, and sends them what they missed or the last page of
  /// history, followed by everything from then on.
  ///
  /// @param renaming whether they asked for this name: then it is theirs wherever they are
  LiveConversation enter(
      Room room,
      Participant participant,
      boolean renaming,
      Connection connection,
      Optional<Position> after) {
    ConversationId id = room.id();
    visitors.add(id, connection);
    if (presence.enter(id, participant, connection.id().toString()) && renaming) {
      renames.rename(participant);
    }
    agreeOnPresence(id);
    if (after.isPresent() && resumption.isPossible(id, after.get())) {
      return live.join(
          id, connection, after, arrival -> welcomeBack(participant, room, arrival).frame());
    }
    Optional<HistoryPage> archived = archivedPage(id);
    HistoryPage page = archived.orElseGet(() -> history.recent(id, config.page()));
    LiveConversation entered =
        live.join(
            id,
            connection,
            Optional.empty(),
            arrival ->
                ServerFrame.welcome(participant, room, page.at(arrival), arrival.snapshot())
                    .frame());
    if (archived.isEmpty()) {
      tell(connection, HISTORY_AWAY, "Older messages are unavailable.");
    }
    if (!presence.known()) {
      tell(connection, PresenceEvents.UNKNOWN, "The list of people may be incomplete.");
    }
    return entered;
  }

  /// Takes back what [#enter] has done, or a part of it.
  void leave(Room room, Participant participant, Connection connection) {
    live.leave(room.id(), connection);
    visitors.remove(room.id(), connection);
    presence.leave(room.id(), participant.id(), connection.id().toString());
  }

  /// The participant under the name that they gave last.
  Participant present(Room room, Participant participant) {
    return presence.here(room.id(), participant.id()).orElse(participant);
  }

  void publish(Room room, Event.Live event) {
    log.publish(room.id(), event);
  }

  void spendDraftUpdate(Caller caller) {
    RateLimits.require(rateLimits.draft(caller.id()));
  }

  /// Stops a reply in this room.
  void stop(Room room, ReplyId reply, Caller caller) {
    moderation.stop(room.id(), reply, caller);
  }

  CompletionStage<Posting.Posted> post(Room room, Posting.Post message) {
    Conversation conversation =
        conversations
            .find(room.id())
            .orElseThrow(() -> Problem.NOT_FOUND.because("This room has been removed."));
    return posting.post(conversation, message);
  }

  /// Between the check and the arrival the oldest events may be forgotten: the page then begins
  /// with what is still at hand.
  private ServerFrame welcomeBack(
      Participant participant, Room room, LiveConversation.Arrival arrival) {
    return arrival
        .missed()
        .map(missed -> ServerFrame.recovered(participant, room, missed, arrival.snapshot()))
        .orElseGet(() ->
            ServerFrame.welcome(
                participant, room, HistoryPage.of(arrival, config.page()), arrival.snapshot()));
  }

  private Optional<HistoryPage> archivedPage(ConversationId id) {
    try {
      return Optional.of(history.page(id, Optional.empty(), config.page()));
    } catch (ProblemException away) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A room is entered without its history: {0}",
          away.problem().code());
      return Optional.empty();
    }
  }

  private void agreeOnPresence(ConversationId id) {
    LiveConversation conversation = live.of(id);
    boolean agreed = false;
    for (int attempt = 0; !agreed && attempt < PRESENCE_ATTEMPTS; attempt++) {
      long version = conversation.presenceVersion();
      agreed = conversation.agree(presence.participants(id), version);
    }
  }

  private static void tell(Connection connection, String code, String detail) {
    connection.deliver(
        new Batch(List.of(Wire.encode(new OrderedEvent.Notice(code, detail, true)))));
  }
}
