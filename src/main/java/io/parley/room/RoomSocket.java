package io.parley.room;

import io.parley.identity.Caller;
import io.parley.identity.ProofValidity;
import io.parley.realtime.CloseCode;
import io.parley.realtime.Connection;
import io.parley.realtime.Connections;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Optional;

/// The socket of a room: one frame in, one call. [HandshakeFilter] has refused whoever may not come
/// in before this is reached. The container calls it on its own threads, which take keystrokes to
/// the log and hand over all else.
@Dependent
public class RoomSocket extends Endpoint {
  static final String PATH = "/ws/rooms/{name}";
  static final String SUBPROTOCOL = "parley.v1";

  private static final String CALLER = Caller.class.getName();
  private static final System.Logger LOG = System.getLogger(RoomSocket.class.getName());

  @Inject Connections connections;
  @Inject RoomOperations operations;
  @Inject ProofValidity validity;

  private Optional<Connection> connection = Optional.empty();
  private Optional<RoomSession> roomSession = Optional.empty();
  private Optional<ProofValidity.Watch> watch = Optional.empty();
  private Runnable end = () -> {};

  /// Hands over from [HandshakeFilter], which knows the whole request, to the socket that is made
  /// of it on the same thread.
  public static class Handshake extends ServerEndpointConfig.Configurator {
    private static final ScopedValue<Caller> KNOWN = ScopedValue.newInstance();

    /// What goes on with a request.
    interface Passage {
      void go() throws IOException, ServletException;
    }

    static void by(Caller caller, Passage passage) throws IOException, ServletException {
      try {
        ScopedValue.where(KNOWN, caller)
            .call(() -> {
              passage.go();
              return caller;
            });
      } catch (IOException | ServletException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("nothing else is thrown here", e);
      }
    }

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      if (KNOWN.isBound()) {
        config.getUserProperties().put(CALLER, KNOWN.get());
      } else {
        // the properties are shared by all handshakes
        config.getUserProperties().remove(CALLER);
      }
    }
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Connection opened = connections.open(session, this::caughtUp);
    connection = Optional.of(opened);
    if (!(config.getUserProperties().get(CALLER) instanceof Caller caller)) {
      opened.close(CloseCode.NOT_ALLOWED);
      return;
    }
    String room = session.getPathParameters().getOrDefault("name", "");
    RoomSession begun = new RoomSession(operations, opened, room, caller);
    SequentialExecutor requests = operations.requests();
    roomSession = Optional.of(begun);
    end = () -> requests.offerLast(begun::end);
    opened.read(text -> {
      RoomSession.Request request = begun.request(text);
      if (request.isQuick()
          ? !requests.offerQuick(request.handle())
          : !requests.offer(request.handle())) {
        opened.close(CloseCode.FLOODING);
      }
    });
    ProofValidity.Watch watched = validity.watch(caller, () -> opened.close(CloseCode.NOT_ALLOWED));
    watch = Optional.of(watched);
    operations.expectJoin(begun, opened);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    connection.ifPresent(Connection::closed);
    watch.ifPresent(ProofValidity.Watch::close);
    end.run();
  }

  @Override
  public void onError(Session session, Throwable failure) {
    // The container closes the session after this; a client that vanished is not worth more.
    LOG.log(System.Logger.Level.DEBUG, "a room socket failed", failure);
  }

  private void caughtUp(Connection connection) {
    roomSession.ifPresent(RoomSession::catchUp);
  }
}
