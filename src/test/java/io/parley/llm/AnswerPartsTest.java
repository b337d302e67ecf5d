package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPartsTest {
  private final StringBuilder thinking = new StringBuilder();
  private final List<String> thoughts = new ArrayList<>();
  private final AnswerParts parts =
      new AnswerParts(
          100,
          thought -> {
            thinking.append(thought);
            thoughts.add(thought);
          });

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_content\":\"plan\"}",
        "{\"reasoning_content\":\"plan\",\"content\":null}",
        "{\"reasoning_content\":\"plan\",\"content\":\"\"}",
        "{\"reasoning\":\"plan\"}",
        "{\"thinking\":\"plan\"}",
        "{\"reasoning\":\"plan\",\"reasoning_content\":\"plan\"}",
        "{\"reasoning\":\"plan\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"plan\"}]}",
        "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"plan\"}]}",
        "{\"reasoning\":{\"summary\":[{\"type\":\"summary_text\",\"text\":\"plan\"}]}}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"plan\"}]}]}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"plan\"}]}",
        "{\"content\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"plan\"}]}]}"
      })
  void aThoughtInAnyOfTheirFormsIsThinkingAndNoneOfTheAnswer(String delta) {
    assertEquals("", answer(delta));
    assertEquals("plan", thinking.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"Yes.\"}",
        "{\"content\":\"Yes.\",\"reasoning_content\":null}",
        "{\"content\":\"Yes.\",\"reasoning\":\"\"}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"}]}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"Y\"},{\"type\":\"text\",\"text\":\"es.\"}]}",
        "{\"content\":[{\"type\":\"reference\",\"reference_ids\":[1]},{\"type\":\"text\",\"text\":\"Yes.\"}]}",
        "{\"content\":{\"type\":\"text\",\"text\":\"Yes.\"}}"
      })
  void theAnswerInAnyOfTheirFormsIsTheAnswer(String delta) {
    assertEquals("Yes.", answer(delta));
    assertEquals(List.of(), thoughts);
  }

  @Test
  void anEventWithTheAnswerAloneIsPassedOnAsItIs() {
    String first = chunk("{\"content\":\"Yes\"}");
    parts.answer(first);
    String next = " " + chunk("{\"content\":\" <think> is a tag\"}");
    assertEquals(next, parts.answer(next));
  }

  @ParameterizedTest
  @CsvSource({
    "stop,STOP,stop",
    "length,LENGTH,length",
    "max_tokens,LENGTH,stop",
    "model_length,LENGTH,stop",
    "MAX_TOKENS,LENGTH,stop",
    "content_filter,CONTENT_FILTER,content_filter",
    "SAFETY,CONTENT_FILTER,stop",
    "refusal,REFUSAL,stop",
    "tool_calls,TOOL_CALLS,tool_calls",
    "error,ERROR,stop",
    "eos,STOP,stop",
    "brand_new,OTHER,stop"
  })
  void anEndSaysWhyAndIsOneThatLangchain4jKnows(String told, FinishReason reason, String passedOn) {
    String event =
        parts.answer(
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + told + "\"}]}");
    assertEquals(Optional.of(reason), parts.reason());
    assertEquals(passedOn, json(event).path("choices").path(0).path("finish_reason").asText());
  }

  @Test
  void aModelThatDeclinesSaysSoInItsOwnWords() {
    assertEquals("", answer("{\"refusal\":\"I can't \"}"));
    assertEquals("", answer("{\"refusal\":\"help with that.\"}"));
    assertEquals(Optional.of("I can't help with that."), parts.refusal());
    assertEquals(Optional.of(FinishReason.REFUSAL), parts.reason());
  }

  @Test
  void theWordsWithWhichAModelDeclinesAreBounded() {
    answer("{\"refusal\":\"" + "no ".repeat(1_000) + "\"}");
    assertEquals(100, parts.refusal().orElseThrow().length());
  }

  @Test
  void anEmptyRefusalIsNone() {
    answer("{\"refusal\":null,\"content\":\"Yes\"}");
    answer("{\"refusal\":\"\",\"content\":\"Yes\"}");
    assertEquals(Optional.empty(), parts.refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "[]", "{\"choices\":[]}", "{\"choices\":null}", "null", "{}"})
  void anInvalidChunkIsLeftToItsReader(String data) {
    assertEquals(data, parts.answer(data));
  }

  @Test
  void whatWasHeldBackIsToldAtTheEnd() {
    assertEquals("", answer("{\"content\":\"<thin\"}"));
    assertEquals("<thin", parts.rest());
  }

  private String answer(String delta) {
    return json(parts.answer(chunk(delta)))
        .path("choices")
        .path(0)
        .path("delta")
        .path("content")
        .asText("");
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String chunk(String delta) {
    return "{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }
}
