package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.chaos.Loot.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// That the fuzz tells what it looks for.
class VerdictsTest {
  private static final String CONVERSATION = "0198a1b2-0000-7000-8000-000000000001";
  private static final String MESSAGE = "0198a1b2-0000-7000-8000-000000000002";
  private static final String FREE = "0198a1b2-0000-7000-8000-000000000003";
  private static final byte[] POST =
      ("POST /api/conversations/" + CONVERSATION + "/messages HTTP/1.1\r\nHost: h\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8);

  private final Secrets secrets = new Secrets(new Random(1));
  private final Verdicts verdicts =
      new Verdicts(secrets, new Loot(Map.of(Kind.MESSAGE, List.of(MESSAGE))));

  @Test
  void anOrdinaryAnswerIsNoFinding() {
    answer(200, "{\"message_id\":\"%s\",\"position\":\"e:1\"}".formatted(FREE));
    answer(404, "{\"code\":\"not_found\"}");
    answer(503, "{\"code\":\"unavailable\",\"detail\":\"Try again later.\"}");
    assertTrue(findings().hold(), () -> findings().broken());
    assertEquals(Map.of(FREE, CONVERSATION), verdicts.acknowledged());
    assertEquals(1, verdicts.acts());
  }

  @Test
  void anAnswerWithAPrivateTextIsAFinding() {
    answer(200, "{\"content\":\"so said %s\"}".formatted(secrets.of("ada")));
    assertTrue(findings().broken().contains("1 answers with what is not theirs"));
  }

  @Test
  void aFrameWithAPrivateTextIsAFinding() {
    String frame = "{\"type\":\"events\",\"text\":\"%s\"}".formatted(secrets.of("ada"));
    verdicts.heard(frame, CONVERSATION, () -> "a join");
    assertTrue(findings().broken().contains("1 answers with what is not theirs"));
  }

  @Test
  void aPostUnderSomebodyElsesIdIsAFinding() {
    answer(200, "{\"message_id\":\"%s\",\"position\":\"e:1\"}".formatted(MESSAGE));
    verdicts.heard(
        "{\"type\":\"posted\",\"message_id\":\"%s\"}".formatted(MESSAGE), "room", () -> "a post");
    assertTrue(findings().broken().contains("2 ids of others taken"));
  }

  @Test
  void everyInternalErrorIsAFinding() {
    answer(500, "");
    answer(501, "");
    answer(
        503, "{\"code\":\"unavailable\",\"detail\":\"Something went wrong. It has been logged.\"}");
    verdicts.closed(1011, () -> "a frame");
    verdicts.heard("{\"type\":\"error\",\"code\":\"internal\"}", "room", () -> "a frame");
    assertTrue(findings().broken().contains("5 answers against the contract"));
  }

  @Test
  void aWordThatLiesAcrossTwoChunksIsOne() {
    String text =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n";
    assertEquals("abcdef", Exchange.unchunked(text).split("\r\n\r\n", 2)[1].strip());
    assertFalse(secrets.areIn("abcdef"));
  }

  @Test
  void worldsDifferWhereAnAnswerDoes() {
    World before = new World(Map.of("/a", "200 one", "/b", "200 two"));
    assertEquals(List.of(), before.differences(new World(before.answers())));
    List<String> found = before.differences(new World(Map.of("/a", "404 ", "/b", "200 two")));
    assertEquals(List.of("/a: …200 one…, then …404 …"), found);
  }

  private void answer(int status, String body) {
    verdicts.answered(
        POST, new Exchange(status, "HTTP/1.1 %d X\r\n\r\n%s".formatted(status, body)));
  }

  private Findings findings() {
    Findings findings = new Findings(Dose.QUICK);
    verdicts.judge(findings);
    return findings;
  }
}
