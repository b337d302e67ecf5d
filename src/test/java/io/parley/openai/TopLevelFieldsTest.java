package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopLevelFieldsTest {
  private final TopLevelFields fields = new TopLevelFields();

  @Test
  void findsWhereTheModelIsWritten() {
    assertEquals("\"gpt-4o\"", model("{\"id\":\"1\",\"model\":\"gpt-4o\",\"choices\":[]}"));
    assertEquals("\"gpt-4o\"", model("{ \"model\" : \"gpt-4o\" }"));
    assertEquals("\"a\\\"b\"", model("{\"model\":\"a\\\"b\",\"x\":1}"));
  }

  @Test
  void passesOverTheSameNameElsewhere() {
    assertEquals(
        "\"right\"",
        model(
            "{\"choices\":[{\"model\":\"wrong\"}],\"x\":{\"model\":\"wrong\"},"
                + "\"text\":\"\\\"model\\\":\\\"wrong\\\"\",\"model\":\"right\"}"));
    assertEquals("", model("{\"x\":\"model\",\"y\":[\"model\",\"wrong\"]}"));
    assertEquals("", model("{\"model\":null}"));
    assertEquals("", model("{\"model\":{\"model\":\"wrong\"}}"));
  }

  @Test
  void findsAnErrorThatIsOne() {
    assertEquals(true, error("{\"error\":{\"message\":\"no\"}}"));
    assertEquals(true, error("{\"id\":\"1\",\"error\": \"no\"}"));
    assertEquals(false, error("{\"id\":\"1\",\"error\":null}"));
    assertEquals(false, error("{\"choices\":[{\"error\":{}}]}"));
    assertEquals(false, error("{\"choices\":[{\"delta\":{\"content\":\"\\\"error\\\":1\"}}]}"));
  }

  @Test
  void isNotLedAstrayByWhatIsNotJson() {
    for (String text :
        new String[] {"", "{", "{\"", "{\"model", "{\"model\"", "{\"model\":", "}"}) {
      assertEquals("", model(text), text);
    }
    assertEquals("\"cut", model("{\"model\":\"cut"));
  }

  private String model(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    fields.scan(bytes, 0, bytes.length);
    return fields.modelFrom() < 0
        ? ""
        : new String(
            bytes,
            fields.modelFrom(),
            fields.modelTo() - fields.modelFrom(),
            StandardCharsets.UTF_8);
  }

  private boolean error(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    fields.scan(bytes, 0, bytes.length);
    return fields.hasError();
  }
}
