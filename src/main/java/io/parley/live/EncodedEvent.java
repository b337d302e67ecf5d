package io.parley.live;

import io.parley.realtime.WireEvent;

/// An ordered event and what is sent of it, made once for all who receive it, now or when they come
/// back.
record EncodedEvent(OrderedEvent event, WireEvent wire) {
  static EncodedEvent of(OrderedEvent event) {
    return new EncodedEvent(event, Wire.encode(event));
  }
}
