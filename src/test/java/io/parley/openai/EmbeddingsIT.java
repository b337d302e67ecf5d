package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingsIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final V1Client CLIENT = V1Client.with(PARLEY);
  private static final String LOCAL = "local/all-minilm-l6-v2";

  @Test
  void theLocalModelEmbedsOneTextOrSeveral() {
    JsonNode one = embed(LOCAL, "hello world");
    assertEquals(1, one.path("data").size());
    assertEquals(384, one.at("/data/0/embedding").size());
    assertEquals(LOCAL, one.path("model").asText());
    assertEquals(500, one.at("/limits/window_tokens").asInt());
    assertEquals(65_536, one.at("/limits/tokens").asInt());
    assertTrue(one.at("/usage/prompt_tokens").asInt() >= 2, one.path("usage").toString());

    JsonNode two = embed(LOCAL, List.of("hello world", "goodbye"));
    assertEquals(1, two.at("/data/1/index").asInt());
    assertEquals(one.at("/data/0/embedding"), two.at("/data/0/embedding"));
  }

  @Test
  void base64HoldsTheSameNumbers() {
    JsonNode numbers = embed(LOCAL, "hello").at("/data/0/embedding");
    JsonNode coded =
        CLIENT
            .post(
                "/embeddings",
                Map.of("model", LOCAL, "input", "hello", "encoding_format", "base64"))
            .json();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(coded.at("/data/0/embedding").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (JsonNode number : numbers) {
      assertEquals(number.floatValue(), bytes.getFloat());
    }
    assertEquals(0, bytes.remaining());
  }

  @Test
  void whatTheLocalModelCannotReadIsRefused() {
    for (Object input :
        List.of(
            "",
            List.of(),
            List.of(1, 2),
            List.of(List.of(1, 2)),
            List.of("fine", ""),
            "x".repeat(300_000),
            IntStream.range(0, 257).mapToObj(Integer::toString).toList())) {
      V1Client.Answer answer = CLIENT.post("/embeddings", Map.of("model", LOCAL, "input", input));
      assertEquals(400, answer.status(), answer.response().body());
      assertEquals("input", answer.json().at("/error/param").asText());
    }
    assertEquals(
        400,
        CLIENT
            .post("/embeddings", Map.of("model", LOCAL, "input", "x", "dimensions", 256))
            .status());
  }

  @Test
  void moreTokensThanARequestMayHaveAreRefused() {
    V1Client.Answer answer =
        CLIENT.post("/embeddings", Map.of("model", LOCAL, "input", "你好".repeat(100_000)));
    assertEquals(413, answer.status(), answer.response().body());
    assertEquals("too_large", answer.json().at("/error/code").asText());
    assertTrue(answer.json().at("/error/message").asText().contains("65,536 tokens"));
  }

  @Test
  void aProvidersModelIsAskedAsItIs() {
    JsonNode answer = embed("test/embed-3", List.of("four", "seventh"));
    assertEquals("test/embed-3", answer.path("model").asText());
    assertEquals(7, answer.at("/data/1/embedding/0").asInt());
    assertEquals("embed-3", TestBed.models().lastRequest().model());
  }

  @Test
  void aModelThatNobodyHasIsNotFound() {
    for (String model : List.of("nobody/embed", "local/other", "demo/guide", "plain")) {
      assertEquals(
          404, CLIENT.post("/embeddings", Map.of("model", model, "input", "x")).status(), model);
    }
  }

  @Test
  void theLocalModelIsListed() {
    assertTrue(CLIENT.get("/models").response().body().contains('"' + LOCAL + '"'));
    assertEquals("local", CLIENT.get("/models/" + LOCAL).json().path("owned_by").asText());
  }

  private static JsonNode embed(String model, Object input) {
    V1Client.Answer answer = CLIENT.post("/embeddings", Map.of("model", model, "input", input));
    assertEquals(200, answer.status(), answer.response().body());
    return answer.json();
  }
}
