package io.parley.realtime;

import java.util.Arrays;
import java.util.List;

/// Events whose JSON is just a name.
final class Events {
  private Events() {}

  static WireEvent live(String name) {
    return WireEvent.live("draft", name);
  }

  static WireEvent durable(String name) {
    return WireEvent.durable("message", name, "e:" + name);
  }

  static Batch batch(WireEvent... events) {
    return new Batch(List.of(events));
  }

  static List<WireEvent> lives(String... names) {
    return Arrays.stream(names).map(Events::live).toList();
  }

  /// The text of a frame with these events.
  static String frame(String... names) {
    return "{\"type\":\"events\",\"events\":[" + String.join(",", names) + "]}";
  }
}
