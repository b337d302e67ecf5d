package io.parley.room;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;

/// Puts the room's socket at its address. It is not an annotated endpoint, because only one that
/// extends `Endpoint` can limit the size of what it is sent; see
/// [io.parley.realtime.Connection#read].
public class RoomSockets implements ServerApplicationConfig {
  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
    return Set.of(
        ServerEndpointConfig.Builder.create(RoomSocket.class, RoomSocket.PATH)
            .subprotocols(List.of(RoomSocket.SUBPROTOCOL))
            .configurator(new RoomSocket.Handshake())
            .build());
  }

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
    return found;
  }
}
