package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Position;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.identity.Caller;
import io.parley.identity.ProofValidity;
import io.parley.limits.Seat;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.live.Resumption;
import io.parley.live.Wire;
import io.parley.log.LogReader;
import io.parley.platform.ProblemException;
import io.parley.realtime.CloseCode;
import io.parley.realtime.ConnectionId;
import io.parley.realtime.Connections;
import io.parley.realtime.EventStream;
import io.parley.realtime.Frame;
import io.parley.realtime.Subscriber;
import io.parley.realtime.WireEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The streams of server-sent events that are open on this node, from what a reader finds first to
/// the end.
@ApplicationScoped
public class Streams implements LogReader {
  private static final System.Logger LOG = System.getLogger(Streams.class.getName());

  /// Messages of the archive among which the last turn is looked for.
  private static final int LAST_TURN = 20;

  @Inject Connections connections;
  @Inject LiveConversations live;
  @Inject Resumption resumption;
  @Inject History history;
  @Inject Activities activities;
  @Inject Conversations conversations;
  @Inject ProofValidity validity;

  private final ConcurrentHashMap<ConnectionId, Follower> followers = new ConcurrentHashMap<>();

  private record Follower(
      ConversationId conversation,
      EventStream stream,
      Optional<Subscriber> activity,
      Seat seat,
      Optional<ProofValidity.Watch> watch) {}

  /// Looks up what the reader is to find first; may block.
  ///
  /// @param after the last position that the reader has seen, as it names it
  /// @throws ProblemException `unavailable` if this node has not read the log yet
  Opening prepare(Conversation conversation, Optional<String> after) {
    ConversationId id = conversation.id();
    history.settle(id);
    if (after.isPresent()) {
      Optional<Position> position =
          after.flatMap(Position::parse).filter(it -> resumption.isPossible(id, it));
      return new Opening(conversation, position, position.isEmpty(), Optional.empty());
    }
    boolean inMemory =
        live.of(id).tail().events().stream()
            .anyMatch(entry -> entry.event() instanceof Event.MessagePosted);
    return new Opening(
        conversation, Optional.empty(), false, inMemory ? Optional.empty() : archivedPage(id));
  }

  private Optional<HistoryPage> archivedPage(ConversationId id) {
    try {
      return Optional.of(history.page(id, Optional.empty(), LAST_TURN));
    } catch (ProblemException away) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a stream begins without its last turn: {0}",
          away.problem().code());
      return Optional.empty();
    }
  }

  /// A stream that is about to begin.
  final class Opening {
    private final Conversation conversation;
    private final Optional<Position> after;
    private final boolean reset;
    private final Optional<HistoryPage> page;

    private Opening(
        Conversation conversation,
        Optional<Position> after,
        boolean reset,
        Optional<HistoryPage> page) {
      this.conversation = conversation;
      this.after = after;
      this.reset = reset;
      this.page = page;
    }

    /// @param caller when their key or token is revoked, the stream ends
    /// @param seat is given back at the end
    void begin(AsyncContext exchange, Optional<Caller> caller, Seat seat) {
      ConversationId id = conversation.id();
      EventStream stream =
          connections.open(exchange, slow -> resync(id, slow), ended -> leave(id, ended));
      Optional<Subscriber> aside = conversation.owner().map(_ -> stream.aside());
      Optional<ProofValidity.Watch> watch =
          caller.map(known -> validity.watch(known, () -> stream.close(CloseCode.NOT_ALLOWED)));
      followers.put(stream.id(), new Follower(id, stream, aside, seat, watch));
      live.join(id, stream, after, this::welcome);
      conversation.owner().ifPresent(owner -> activities.follow(owner, aside.orElseThrow()));
      // it may have ended, or the conversation may have been erased, before it was among the
      // followers
      if (stream.isClosed()) {
        leave(id, stream);
      } else if (conversations.isErased(id)) {
        stream.close(CloseCode.GOING_AWAY);
      }
    }

    private Frame welcome(LiveConversation.Arrival arrival) {
      List<WireEvent> events = new ArrayList<>();
      if (reset || (after.isPresent() && arrival.missed().isEmpty())) {
        events.add(Wire.reset());
      } else if (after.isPresent()) {
        events.addAll(arrival.missed().orElseThrow());
      } else if (!arrival.lastTurn().isEmpty()) {
        events.addAll(arrival.lastTurn());
      } else {
        page.ifPresent(known ->
            LastTurn.of(known.at(arrival).items(), arrival.snapshot()).stream()
                .map(Wire::encode)
                .forEach(events::add));
      }
      events.add(Wire.snapshot(arrival.snapshot()));
      return EventStream.frame(events);
    }
  }

  /// The last event has been handed over by then when a stream is closed.
  @Override
  public Phase phase() {
    return Phase.REACTION;
  }

  @Override
  public void read(LogEntry<?> entry) {
    if (entry.event() instanceof Event.ConversationDeleted) {
      followers.values().stream()
          .filter(follower -> follower.conversation().equals(entry.conversation()))
          .forEach(follower -> follower.stream().close(CloseCode.GOING_AWAY));
    }
  }

  private void resync(ConversationId id, EventStream stream) {
    live.of(id).resync(stream, now -> EventStream.frame(List.of(Wire.snapshot(now))));
  }

  private void leave(ConversationId id, EventStream stream) {
    live.leave(id, stream);
    Follower follower = followers.remove(stream.id());
    if (follower != null) {
      follower.activity().ifPresent(activities::unfollow);
      follower.watch().ifPresent(ProofValidity.Watch::close);
      follower.seat().close();
    }
  }
}
