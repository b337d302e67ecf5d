package io.parley.room;

import io.parley.chat.Posting;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.identity.Caller;
import io.parley.live.LiveConversation;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.realtime.CloseCode;
import io.parley.realtime.Connection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One participant's connection to one room, from its join to its end. Frames are handled one after
/// the other, see [SequentialExecutor].
final class RoomSession {
  /// Refused frames after which a client is not careless but flooding.
  private static final int MAX_REFUSED_IN_A_ROW = 200;

  private static final System.Logger LOG = System.getLogger(RoomSession.class.getName());

  private final RoomOperations operations;
  private final Connection connection;
  private final String roomName;
  private Caller caller;
  private volatile @Nullable Entered entered;
  private int refusedInARow;
  private boolean over;

  /// What exists once the client has joined.
  private record Entered(Room room, LiveConversation conversation, Typing typing) {}

  RoomSession(RoomOperations operations, Connection connection, String roomName, Caller caller) {
    this.operations = operations;
    this.connection = connection;
    this.roomName = roomName;
    this.caller = caller;
  }

  /// A frame that has come.
  ///
  /// @param isQuick whether it waits for nobody
  /// @param handle what to do about it, in its turn
  record Request(boolean isQuick, Runnable handle) {}

  /// Keystrokes are quick: they are most of what comes, and a thread for each costs more than they
  /// do.
  Request request(String text) {
    try {
      ClientFrame frame = ClientFrame.parse(text);
      return new Request(frame instanceof ClientFrame.Draft, () -> receive(frame));
    } catch (ProblemException malformed) {
      return new Request(true, () -> receive(malformed));
    }
  }

  private void receive(ProblemException malformed) {
    if (!over) {
      refuse(malformed, Optional.empty());
    }
  }

  private void receive(ClientFrame frame) {
    if (over) {
      return;
    }
    Optional<MessageId> about =
        frame instanceof ClientFrame.Post post ? Optional.of(post.messageId()) : Optional.empty();
    try {
      handle(frame);
      refusedInARow = 0;
    } catch (ProblemException problem) {
      refuse(problem, about);
    } catch (RuntimeException unexpected) {
      LOG.log(
          System.Logger.Level.ERROR,
          "a frame could not be handled in room " + roomName,
          unexpected);
      refuse(
          Problem.UNAVAILABLE.because("The server failed to handle this frame. Try again."), about);
    }
  }

  boolean joined() {
    return entered != null;
  }

  /// The connection was so slow that live events were left out; now it can take them again.
  void catchUp() {
    Entered current = entered;
    if (current != null) {
      current.conversation().resync(connection, live -> ServerFrame.snapshot(live).frame());
    }
  }

  /// The connection has ended, for whatever reason.
  void end() {
    over = true;
    Entered current = entered;
    if (current == null) {
      return;
    }
    try {
      current.conversation().leave(connection);
      current.typing().giveUp().forEach(draft -> operations.publish(current.room(), draft));
    } finally {
      operations.leave(current.room(), caller.participant(), connection);
    }
  }

  private void handle(ClientFrame frame) {
    if (!operations.stands(caller)) {
      over = true;
      connection.close(CloseCode.NOT_ALLOWED);
      return;
    }
    switch (frame) {
      case ClientFrame.Join join -> join(join);
      case ClientFrame.Draft draft -> draft(entered(), draft);
      case ClientFrame.Post post -> post(entered(), post);
      case ClientFrame.Stop stop -> operations.stop(entered().room(), stop.replyId(), caller);
      case ClientFrame.Ping _ -> send(new ServerFrame.Pong());
    }
  }

  private void join(ClientFrame.Join join) {
    if (entered != null) {
      throw Problem.CONFLICT.because("This connection has joined already.");
    }
    Room room = operations.room(roomName);
    caller = operations.named(room, caller, join.name());
    Optional<Position> after = join.after().flatMap(Position::parse);
    LiveConversation conversation;
    try {
      conversation =
          operations.enter(room, caller.participant(), join.name().isPresent(), connection, after);
    } catch (RuntimeException notEntered) {
      // half of it may have been done; nobody else takes it back, because they have not joined
      operations.leave(room, caller.participant(), connection);
      throw notEntered;
    }
    entered = new Entered(room, conversation, new Typing(caller.id(), connection.id().value()));
  }

  private void draft(Entered current, ClientFrame.Draft draft) {
    try {
      operations.spendDraftUpdate(caller);
    } catch (ProblemException exhausted) {
      current.typing().freeze(draft.draftId());
      throw exhausted;
    }
    operations.publish(current.room(), current.typing().update(draft));
  }

  private void post(Entered current, ClientFrame.Post post) {
    Posting.Post message =
        new Posting.Post(
            post.messageId(),
            caller.named(operations.present(current.room(), caller.participant())),
            post.text(),
            Optional.empty(),
            post.draftId(),
            post.model(),
            post.reply().orElse(true));
    CompletionStage<Posting.Posted> posted = operations.post(current.room(), message);
    post.draftId().ifPresent(current.typing()::end);
    var _ =
        posted.whenComplete((answer, failure) -> {
          if (failure == null) {
            send(new ServerFrame.Posted(answer.messageId(), answer.position()));
          } else {
            send(ServerFrame.refused(problem(failure), Optional.of(post.messageId())));
          }
        });
  }

  private void refuse(ProblemException problem, Optional<MessageId> about) {
    send(ServerFrame.refused(problem, about));
    refusedInARow++;
    if (refusedInARow > MAX_REFUSED_IN_A_ROW) {
      over = true;
      connection.close(CloseCode.FLOODING);
    }
  }

  private void send(ServerFrame frame) {
    connection.send(frame.frame());
  }

  private Entered entered() {
    if (entered == null) {
      throw Problem.INVALID_REQUEST.because("Send a join frame first.");
    }
    return entered;
  }

  private static ProblemException problem(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProblemException problem) {
      return problem;
    }
    LOG.log(System.Logger.Level.ERROR, "a message could not be posted", cause);
    return Problem.UNAVAILABLE.because("The message could not be stored. Try again.");
  }
}
