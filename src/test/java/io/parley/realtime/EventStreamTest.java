package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  @Test
  void eachEventHasItsTypeAndADurableOneItsPosition() {
    Frame frame =
        EventStream.frame(
            List.of(
                WireEvent.durable("message", "{\"type\":\"message\"}", "e:7"),
                WireEvent.live("reply.delta", "{\"type\":\"reply.delta\"}")));
    assertEquals(
        """
        event: message
        id: e:7
        data: {"type":"message"}

        event: reply.delta
        data: {"type":"reply.delta"}

        """,
        frame.text());
  }
}
