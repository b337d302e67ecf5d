package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemTest {
  @ParameterizedTest
  @CsvSource({
    "connect, connecting",
    "connect, connects",
    "connect, connected",
    "connect, connection",
    "connect, connections",
    "configure, configuration",
    "stop, stopping",
    "reply, replies",
    "message, messages",
    "address, addresses",
    "generate, generation",
    "deploy, deployment",
    "close, closing"
  })
  void formsOfOneWordMeet(String one, String other) {
    assertEquals(Stem.of(one), Stem.of(other));
  }

  @ParameterizedTest
  @CsvSource({"room, rows", "model, mode", "user, use", "poster, position", "status, stat"})
  void differentWordsStayApart(String one, String other) {
    assertNotEquals(Stem.of(one), Stem.of(other));
  }

  @Test
  void compoundsCountWholeAndInParts() {
    assertEquals(List.of("openai_api_key"), Words.terms("OPENAI_API_KEY").subList(0, 1));
    assertEquals(
        List.of("parley.llm.default-model", "parl", "llm", "default", "model"),
        Words.terms("`parley.llm.default-model`").stream()
            .map(term -> term.equals(Stem.of("default")) ? "default" : term)
            .toList());
  }

  @Test
  void whatEverySentenceHasIsNotATerm() {
    assertEquals(List.of(), Words.terms("Hello! Who are you, and what can you do?"));
    assertEquals(List.of(), Words.terms("What's that? I don't know, it's 2"));
  }
}
