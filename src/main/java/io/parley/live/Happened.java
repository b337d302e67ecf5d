package io.parley.live;

import io.parley.realtime.WireEvent;
import java.util.ArrayList;
import java.util.List;

/// What one record of the log means for those who follow its conversation, in order: as data, and
/// encoded for readers.
final class Happened {
  private final List<OrderedEvent> events = new ArrayList<>(2);
  private final List<WireEvent> wire = new ArrayList<>(2);

  /// @return the event with its encoded form
  EncodedEvent add(OrderedEvent event) {
    EncodedEvent encoded = EncodedEvent.of(event);
    events.add(event);
    wire.add(encoded.wire());
    return encoded;
  }

  /// Something that readers are not told of.
  void addUntold(OrderedEvent.ReplyRequested event) {
    events.add(event);
  }

  List<OrderedEvent> events() {
    return events;
  }

  List<WireEvent> wire() {
    return wire;
  }
}
