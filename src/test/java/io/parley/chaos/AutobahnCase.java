package io.parley.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/// One case of the Autobahn test suite for servers, by its number there, against a server that does
/// not echo but answers each text message with one of its own.
record AutobahnCase(String number, String what, Script script, Expected expected) {
  /// In the place of a code: the connection was ended without one.
  static final int ENDED = -1;

  private static final String ALIVE = "are you there";

  /// What the client sends.
  @FunctionalInterface
  interface Script {
    void play(RawSocket socket) throws IOException;
  }

  /// What has to come back.
  sealed interface Expected {
    /// So many answers and pongs, and the connection is good after them.
    record Answers(int messages, int pongs) implements Expected {}

    /// The connection is failed, with one of these codes.
    record Fails(Set<Integer> codes) implements Expected {}
  }

  static AutobahnCase answered(String number, String what, int messages, int pongs, Script script) {
    return new AutobahnCase(number, what, script, new Expected.Answers(messages, pongs));
  }

  static AutobahnCase failing(String number, String what, int code, Script script) {
    return new AutobahnCase(number, what, script, new Expected.Fails(Set.of(code)));
  }

  /// Plays it on a fresh connection.
  ///
  /// @return nothing if the server did as it should; otherwise what it did
  String play(RawSocket socket, Duration patience) throws IOException {
    String broke = "";
    try {
      script.play(socket);
    } catch (IOException gone) {
      broke = " (the server ended it while this was being sent)"; // and what it said is read next
    }
    return switch (expected) {
      case Expected.Answers(int messages, int pongs) ->
          answers(socket, messages, pongs, patience) + broke;
      case Expected.Fails(Set<Integer> codes) -> fails(socket, codes, patience);
    };
  }

  private static String answers(RawSocket socket, int messages, int pongs, Duration patience)
      throws IOException {
    int answered = 0;
    int ponged = 0;
    boolean asked = false;
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      if (!asked && answered == messages && ponged == pongs) {
        socket.send(Frames.frame(Frames.PING, Frames.ascii(ALIVE)));
        asked = true;
      }
      switch (socket.next(patience)) {
        case RawSocket.Heard.Message _ -> answered++;
        case RawSocket.Heard.Pong(String payload) -> {
          if (payload.equals(ALIVE)) {
            return answered == messages ? "" : "%d answers".formatted(answered);
          }
          ponged++;
        }
        case RawSocket.Heard.Ping _ -> {}
        case RawSocket.Heard.Close(int code) -> {
          return "closed with %d after %d answers and %d pongs".formatted(code, answered, ponged);
        }
        case RawSocket.Heard.End _ -> {
          return "ended after %d answers and %d pongs".formatted(answered, ponged);
        }
        case RawSocket.Heard.Silence _ -> {
          return "%d answers and %d pongs, then silence".formatted(answered, ponged);
        }
      }
    }
    return "no end of answers";
  }

  private static String fails(RawSocket socket, Set<Integer> codes, Duration patience)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    int answered = 0;
    while (System.nanoTime() < end) {
      switch (socket.next(patience)) {
        case RawSocket.Heard.Message _ -> answered++;
        case RawSocket.Heard.Pong _, RawSocket.Heard.Ping _ -> {}
        case RawSocket.Heard.Close(int code) -> {
          return codes.contains(code) ? "" : "closed with %d".formatted(code);
        }
        case RawSocket.Heard.End _ -> {
          return codes.contains(ENDED) ? "" : "ended without a close frame";
        }
        case RawSocket.Heard.Silence _ -> {
          return "not failed: %d answers, then silence".formatted(answered);
        }
      }
    }
    return "not failed";
  }
}
