package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemmerTest {
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
    assertEquals(Stemmer.of(one), Stemmer.of(other));
  }

  @ParameterizedTest
  @CsvSource({"room, rows", "model, mode", "user, use", "poster, position", "status, stat"})
  void differentWordsStayApart(String one, String other) {
    assertNotEquals(Stemmer.of(one), Stemmer.of(other));
  }

  @Test
  void compoundsCountWholeAndInParts() {
    assertEquals(List.of("openai_api_key"), Tokenizer.terms("OPENAI_API_KEY").subList(0, 1));
    assertEquals(
        List.of("parley.llm.default-model", "parl", "llm", "default", "model"),
        Tokenizer.terms("`parley.llm.default-model`").stream()
            .map(term -> term.equals(Stemmer.of("default")) ? "default" : term)
            .toList());
  }

  @Test
  void whatEverySentenceHasIsNotATerm() {
    assertEquals(List.of(), Tokenizer.terms("Hello! Who are you, and what can you do?"));
    assertEquals(List.of(), Tokenizer.terms("What's that? I don't know, it's 2"));
  }
}
