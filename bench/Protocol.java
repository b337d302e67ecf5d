import java.util.Optional;

/// How one speaks with a server that is measured.
enum Protocol {
  /// docs/protocol.md
  PARLEY {
    @Override
    String path(String room, int participant) {
      return "/ws/rooms/" + room;
    }

    @Override
    Optional<String> hello() {
      return Optional.of("{\"type\":\"join\"}");
    }

    @Override
    boolean welcomes(byte[] frame) {
      return startsWith(frame, "{\"type\":\"welcome\"");
    }

    @Override
    String draft(String json) {
      return json;
    }
  },

  /// bench/peers/ws-server.mjs: who connects is in
  WS {
    @Override
    String path(String room, int participant) {
      return "/?room=" + room + "&participant=" + participant;
    }

    @Override
    Optional<String> hello() {
      return Optional.empty();
    }

    @Override
    boolean welcomes(byte[] frame) {
      return false;
    }

    @Override
    String draft(String json) {
      return json;
    }
  },

  /// Socket.IO protocol v5 over Engine.IO protocol v4, straight over a WebSocket
  SOCKET_IO {
    @Override
    String path(String room, int participant) {
      return "/socket.io/?EIO=4&transport=websocket&room=" + room + "&participant=" + participant;
    }

    @Override
    Optional<String> hello() {
      return Optional.of("40");
    }

    @Override
    boolean welcomes(byte[] frame) {
      return startsWith(frame, "40");
    }

    @Override
    String draft(String json) {
      return "42[\"draft\"," + json + "]";
    }
  };

  abstract String path(String room, int participant);

  /// What a client says first.
  abstract Optional<String> hello();

  /// Whether this frame tells a client that it is in.
  abstract boolean welcomes(byte[] frame);

  abstract String draft(String json);

  /// Asks for a reply.
  String post(String messageId) {
    return this == SOCKET_IO
        ? "42[\"post\"]"
        : "{\"type\":\"post\",\"message_id\":\"%s\",\"text\":\"go\"}".formatted(messageId);
  }

  /// What is answered to this frame: socket.io's pings are frames of text.
  Optional<String> answer(byte[] frame) {
    return this == SOCKET_IO && frame.length == 1 && frame[0] == '2'
        ? Optional.of("3")
        : Optional.empty();
  }

  private static boolean startsWith(byte[] frame, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (i >= frame.length || frame[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
