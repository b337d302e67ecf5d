package io.parley.room;

import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.realtime.CloseCode;
import io.parley.realtime.Connection;
import io.parley.realtime.Connections;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Optional;
import java.util.concurrent.Executors;

/// The socket of a room: one frame in, one call. [RoomDoor] has refused whoever may not come in
/// before this is reached. The container calls it on its own threads, which only hand over.
@Dependent
@ServerEndpoint(
    value = "/ws/rooms/{name}",
    subprotocols = RoomSocket.SUBPROTOCOL,
    configurator = RoomSocket.Handshake.class)
public class RoomSocket {
  static final String SUBPROTOCOL = "parley.v1";

  /// Frames that may wait for one client's earlier ones.
  private static final int MAX_WAITING = 256;

  private static final String CALLER = Caller.class.getName();
  private static final System.Logger LOG = System.getLogger(RoomSocket.class.getName());

  @Inject Connections connections;
  @Inject RoomDesk desk;

  private final Inbox inbox = new Inbox(Executors.newVirtualThreadPerTaskExecutor(), MAX_WAITING);
  private Optional<Connection> connection = Optional.empty();
  private Optional<RoomVisit> visit = Optional.empty();

  /// Finds out who is calling while the request's headers are still at hand.
  public static class Handshake extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      CDI.current()
          .select(Identities.class)
          .get()
          .of(request)
          .ifPresent(caller -> config.getUserProperties().put(CALLER, caller));
    }
  }

  @OnOpen
  public void open(Session session, EndpointConfig config, @PathParam("name") String name) {
    Connection opened = connections.open(session, this::caughtUp);
    connection = Optional.of(opened);
    if (config.getUserProperties().get(CALLER) instanceof Caller caller) {
      RoomVisit begun = new RoomVisit(desk, opened, name, caller.participant());
      visit = Optional.of(begun);
      desk.expectJoin(begun, opened);
    } else {
      opened.close(CloseCode.NOT_ALLOWED);
    }
  }

  @OnMessage
  public void receive(String text) {
    connection.ifPresent(Connection::heard);
    visit.ifPresent(here -> {
      if (!inbox.offer(() -> here.receive(text))) {
        connection.ifPresent(flooding -> flooding.close(CloseCode.FLOODING));
      }
    });
  }

  @OnClose
  public void close(CloseReason reason) {
    connection.ifPresent(Connection::closed);
    visit.ifPresent(here -> inbox.offerLast(here::end));
  }

  @OnError
  public void fail(Throwable failure) {
    // The container closes the session after this; a client that vanished is not worth more.
    LOG.log(System.Logger.Level.DEBUG, "a room socket failed", failure);
  }

  private void caughtUp(Connection connection) {
    visit.ifPresent(RoomVisit::catchUp);
  }
}
