package io.parley.realtime;

import static io.parley.realtime.Events.batch;
import static io.parley.realtime.Events.durable;
import static io.parley.realtime.Events.frame;
import static io.parley.realtime.Events.live;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final ConnectionId ada = ConnectionId.next();
  private final ConnectionId grace = ConnectionId.next();

  @Test
  void allEventsTravelInOneFrameInOrder() {
    assertEquals(frame("1", "2", "3"), batch(live("1"), durable("2"), live("3")).frame().text());
  }

  @Test
  void theFrameIsMadeOnceAndShared() {
    Batch batch = batch(live("1"), WireEvent.live("draft", "2", ada));

    assertSame(batch.frame(), batch.frame());
    assertSame(batch.frame(), batch.frameFor(grace).orElseThrow());
    assertNotSame(batch.frame(), batch.frameFor(ada).orElseThrow());
  }

  @Test
  void anOriginDoesNotGetItsOwnEventsBack() {
    Batch batch =
        batch(live("1"), WireEvent.live("draft", "2", ada), WireEvent.live("draft", "3", grace));

    assertEquals(frame("1", "3"), batch.frameFor(ada).orElseThrow().text());
    assertEquals(frame("1", "2"), batch.frameFor(grace).orElseThrow().text());
  }

  @Test
  void anOriginOfEverythingGetsNothing() {
    Batch batch = batch(WireEvent.live("draft", "1", ada));

    assertEquals(frame("1"), batch.frameFor(grace).orElseThrow().text());
    assertEquals(Optional.empty(), batch.frameFor(ada));
  }

  @Test
  void itsDurableViewKeepsTheOrderAndIsShared() {
    Batch batch = batch(durable("1"), live("2"), durable("3"));

    assertEquals(1, batch.liveCount());
    assertEquals(frame("1", "3"), batch.durable().frame().text());
    assertSame(batch.durable(), batch.durable());
    assertSame(batch.durable(), batch.durable().durable());
    assertTrue(batch(live("1")).durable().isEmpty());
  }

  @Test
  void singleEventsKeepTheirPositions() {
    assertEquals(
        List.of(Optional.of("e:1"), Optional.empty()),
        batch(durable("1"), live("2")).events().stream().map(WireEvent::position).toList());
  }

  @Test
  void aFrameKnowsItsSizeInBytes() {
    for (String text : List.of("", "plain", "größer", "שלום", "漢字", "a👩‍👩‍👧‍👦b")) {
      assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Frame.of(text).bytes(), text);
    }
  }
}
