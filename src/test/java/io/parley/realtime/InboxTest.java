package io.parley.realtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox(10);

  @Test
  void aWholeMessagePassesThrough() {
    assertEquals(Optional.of("0123456789"), inbox.add("0123456789", true));
    assertEquals(Optional.of("again"), inbox.add("again", true));
  }

  @Test
  void fragmentsBecomeOneMessage() {
    assertEquals(Optional.empty(), inbox.add("a", false));
    assertEquals(Optional.empty(), inbox.add("b", false));
    assertEquals(Optional.of("abc"), inbox.add("c", true));
    assertEquals(Optional.of("next"), inbox.add("next", true));
  }

  @Test
  void aMessageTooBigIsRefusedAtItsFirstByteTooMany() {
    assertEquals(Optional.empty(), inbox.add("01234", false));
    assertEquals(Optional.empty(), inbox.add("56789", false));
    assertFalse(inbox.overflows());

    assertEquals(Optional.empty(), inbox.add("x", false));
    assertTrue(inbox.overflows());
    assertEquals(Optional.empty(), inbox.add("", true));
    assertEquals(Optional.empty(), inbox.add("small", true));
  }

  @Test
  void theLimitIsInBytes() {
    assertEquals(Optional.of("größer"), inbox.add("größer", true));
    assertEquals(Optional.empty(), inbox.add("漢字漢字", true));
    assertTrue(inbox.overflows());
  }

  @Test
  void aBinaryMessageIsPutTogetherToo() {
    assertEquals(Optional.of(bytes("0123456789")), inbox.add(bytes("0123456789"), true));
    assertEquals(Optional.empty(), inbox.add(bytes("ab"), false));
    assertEquals(Optional.empty(), inbox.add(bytes(""), false));
    assertEquals(Optional.of(bytes("abc")), inbox.add(bytes("c"), true));
    assertEquals(Optional.of("text"), inbox.add("text", true));
    assertEquals(Optional.of(bytes("again")), inbox.add(bytes("again"), true));
  }

  @Test
  void aBinaryMessageTooBigIsRefusedAtItsFirstByteTooMany() {
    assertEquals(Optional.empty(), inbox.add(bytes("0123456789"), false));
    assertFalse(inbox.overflows());

    assertEquals(Optional.empty(), inbox.add(bytes("x"), false));
    assertTrue(inbox.overflows());
    assertEquals(Optional.empty(), inbox.add(bytes(""), true));
    assertEquals(Optional.empty(), inbox.add("small", true));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
