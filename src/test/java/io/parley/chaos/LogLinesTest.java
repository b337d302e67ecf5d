package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final Secrets secrets = new Secrets(new Random(1));

  private final LogLines lines =
      new LogLines(
          """
          [11/26/26, 15:23:24:711 UTC] 00000064 com.ibm.ws.webcontainer.extension   W SRVE0190E: File not found: /a
          [11/26/26, 15:23:24:712 UTC] 00000064 com.ibm.ws.webcontainer.extension   W SRVE0190E: File not found: /b
          [11/26/26, 15:23:24:713 UTC] 00000065 io.parley.identity.GuestTokens      I The tokens of guest 0198a1b2-0000-7000-8000-000000000001 were revoked
          [11/26/26, 15:23:24:713 UTC] 00000065 io.parley.chat.Posting      I message 0198a1b2 posted in conversation 0198a1b2
          java.lang.IllegalStateException: %s
          \tat io.parley.Thing.thing(Thing.java:1)
          """
              .formatted(secrets.of("ada")));

  @Test
  void theSameSentenceIsOfOneKind() {
    assertEquals(2, lines.kinds());
    assertEquals(List.of("2 × com.ibm.ws.webcontainer.extension W SRVE0190E"), lines.loudest(1));
  }

  @Test
  void allLinesCountButThoseOfPostedMessages() {
    assertEquals(5, lines.count());
  }

  @Test
  void stackTracesAndPrivateTextsAreSeen() {
    assertEquals(1, lines.traces());
    assertTrue(lines.hold(secrets));
  }
}
