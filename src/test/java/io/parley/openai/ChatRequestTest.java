package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void whatIsNotStreamedIsNot() {
    assertFalse(read("{\"model\":\"a/b\"}").isStreamed());
    assertFalse(read("{\"model\":\"a/b\",\"stream\":false}").isStreamed());
    assertFalse(read("{\"model\":\"a/b\",\"x\":{\"stream\":true}}").isStreamed());
  }

  @Test
  void whatIsNoRequestIsRefused() {
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
