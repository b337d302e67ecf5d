package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
  @Test
  void onlyTheModelsNameIsChanged() {
    String json =
        "{\"messages\" : [{\"role\":\"user\",\"content\":\"Grüße, \\u00e9 🙂\",\"model\":\"x\"}],\n"
            + " \"model\": \"lab/m\\u0061\" , \"top_k\":1.0000000000000000001, \"stream\":true}";
    ChatRequest request = read(json);
    assertEquals("lab/ma", request.model());
    assertTrue(request.isStreamed());
    assertEquals(
        json.replace("\"lab/m\\u0061\"", "\"q\\\"é\""),
        new String(request.withModel("q\"é"), StandardCharsets.UTF_8));
  }

  @Test
  void theAddressNamesTheModelWhereItDoes() {
    for (String json : List.of("{}", "{\"model\":\"gpt-4o\",\"n\":1}", " {\"n\":1}", "{ }")) {
      ChatRequest request =
          ChatRequest.read(json.getBytes(StandardCharsets.UTF_8), Optional.of("lab/a"));
      assertEquals("lab/a", request.model());
      JsonNode sent = V1Client.parse(new String(request.withModel("é"), StandardCharsets.UTF_8));
      assertEquals("é", sent.path("model").asText(), json);
      assertEquals(json.contains("n"), sent.has("n"), json);
    }
  }

  @Test
  void aLargeTreeHasFewValues() {
    String large = "x".repeat(2 * 1024 * 1024);
    ChatRequest picture = read("{\"model\":\"a/b\",\"input\":\"" + large + "\"}");
    assertEquals(large, picture.treeOfFewValues().path("input").asText());
    assertThrows(OpenAiError.class, picture::tree);
    ChatRequest many = read("{\"model\":\"a/b\",\"input\":[" + "[],".repeat(400_000) + "0]}");
    assertThrows(OpenAiError.class, many::treeOfFewValues);
  }

  @Test
  void anAnswerThatIsNotStreamedIsNot() {
    assertFalse(read("{\"model\":\"a/b\"}").isStreamed());
    assertFalse(read("{\"model\":\"a/b\",\"stream\":false}").isStreamed());
    assertFalse(read("{\"model\":\"a/b\",\"x\":{\"stream\":true}}").isStreamed());
  }

  @Test
  void anInvalidRequestIsRejected() {
    for (String json :
        List.of(
            "{\"model\":\"a/b\",\"n\":1,\"n\":2}",
            "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}",
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"model\":1}",
            "{\"model\":\"\"}",
            "{\"model\":null}",
            "{\"model\":\"a/b\",\"model\":\"c/d\"}",
            "{\"model\":\"a/b\"} {}",
            "{\"model\":\"a/b\",}")) {
      OpenAiError refused = assertThrows(OpenAiError.class, () -> read(json), json);
      assertEquals(400, refused.status(), json);
    }
    assertEquals(
        400,
        assertThrows(
                OpenAiError.class,
                () -> ChatRequest.read("{\"model\":\"a/b\"}".getBytes(StandardCharsets.UTF_16LE)))
            .status());
  }

  private static ChatRequest read(String json) {
    return ChatRequest.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
