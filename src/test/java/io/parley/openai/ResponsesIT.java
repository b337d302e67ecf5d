package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `/v1/responses` and what else clients of OpenAI's API call, byte by byte: what the SDKs do not
/// show.
class ResponsesIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final OpenAiServer MODELS = TestBed.models();
  private static final V1Client CLIENT = V1Client.with(PARLEY);

  @AfterEach
  void echoAgain() {
    TestBed.MODELS.forEach(model -> MODELS.script(model, Script.echo()));
  }

  @Test
  void aKeyIsGoodInWhateverHeaderItComesAndHoweverThePathIsSpelled() {
    String large =
        "{\"model\":\"test/alpha\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "x".repeat(100_000)
            + "\"}]}";
    for (String header : List.of("x-api-key", "api-key", "X-API-Key")) {
      for (String path : List.of("/v1/models", "/v1/models/", "/v1//models", "/openai/models")) {
        assertEquals(200, V1Client.send(with(header, path).GET()).status(), header + " " + path);
      }
      for (String path : List.of("/v1/chat/completions", "/v1/chat/completions/")) {
        HttpRequest.Builder request =
            with(header, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(large));
        assertEquals(200, V1Client.send(request).status(), header + " " + path);
      }
    }
    assertEquals(200, CLIENT.get("/models/test/alpha/").status());
    V1Client.Answer stranger =
        V1Client.send(
            HttpRequest.newBuilder(PARLEY.url("/v1/models")).header("x-api-key", "pk-no").GET());
    assertRefused(401, "invalid_api_key", stranger);
    // a bearer that is not good is not made good by another header
    assertRefused(
        401,
        "invalid_api_key",
        V1Client.send(
            HttpRequest.newBuilder(PARLEY.url("/v1/models"))
                .header("Authorization", "Bearer pk-no")
                .header("x-api-key", CLIENT.key())
                .GET()));
    // these headers are for /v1 alone
    assertEquals(401, V1Client.send(with("x-api-key", "/api/conversations").GET()).status());
  }

  @Test
  void azuresPathsNameTheModelAndAreOpenToTheSameKeysOnly() {
    V1Client alpha = V1Client.with(PARLEY, Map.of("name", "a", "models", List.of("test/al*")));
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    for (String model : List.of("test/alpha", "test%2Falpha")) {
      V1Client.Answer answer = azure(alpha, "/openai/deployments/" + model, body);
      assertEquals(200, answer.status(), answer.response().body());
      assertEquals("test/alpha", answer.json().path("model").asText());
    }
    assertRefused(404, "model_not_found", azure(alpha, "/openai/deployments/test/beta", body));
    String smuggled = body.replaceFirst("\\{", "{\"model\":\"test/beta\",");
    V1Client.Answer named = azure(alpha, "/openai/deployments/test/alpha", smuggled);
    assertEquals("test/alpha", named.json().path("model").asText());
    assertEquals("alpha", MODELS.lastRequest().model());
    assertRefused(
        400,
        "unsupported_parameter",
        azure(
            alpha,
            "/openai/deployments/test/alpha",
            body.replaceFirst("\\{", "{\"models\":[\"test/beta\"],")));
  }

  @Test
  void aResponseIsItsKeysOwn() {
    JsonNode mine = respond(Map.of()).json();
    String id = mine.path("id").asText();
    String item = mine.at("/output/0/id").asText();
    V1Client other = V1Client.with(PARLEY);
    assertRefused(404, "not_found", other.get("/responses/" + id));
    assertRefused(404, "not_found", other.get("/responses/" + id + "/input_items"));
    assertRefused(404, "not_found", other.send("DELETE", "/responses/" + id, Map.of()));
    assertRefused(
        400,
        "previous_response_not_found",
        other.post("/responses", request(Map.of("previous_response_id", id))));
    assertRefused(
        404,
        "item_not_found",
        other.post("/responses", request(Map.of("input", List.of(reference(item))))));
    assertEquals(200, CLIENT.get("/responses/" + id).status());
    assertRefused(404, "not_found", CLIENT.get("/responses/resp_1"));
    assertRefused(404, "unknown_url", CLIENT.get("/responses/" + id + "/more"));
    assertRefused(405, "method_not_allowed", CLIENT.post("/responses/" + id, Map.of()));
  }

  @Test
  void aConversationGoesOnThroughAllItsResponses() {
    String last = "";
    for (int n = 1; n <= 4; n++) {
      Map<String, Object> more = last.isEmpty() ? Map.of() : Map.of("previous_response_id", last);
      JsonNode response = respond(with(more, "input", "say " + n)).json();
      assertEquals(last.isEmpty() ? "null" : last, response.path("previous_response_id").asText());
      last = response.path("id").asText();
    }
    List<String> expected =
        IntStream.rangeClosed(1, 4)
            .boxed()
            .flatMap(n -> Stream.of("user: say " + n, "assistant: say " + n))
            .limit(7)
            .toList();
    assertEquals(expected, MODELS.lastRequest().messages());
    // of one branch, nothing is in another
    JsonNode again = respond(Map.of("previous_response_id", last, "instructions", "I")).json();
    assertEquals("system: I", MODELS.lastRequest().messages().getFirst());
    assertEquals(10, MODELS.lastRequest().messages().size());
    JsonNode page =
        CLIENT.get("/responses/" + again.path("id").asText() + "/input_items?limit=1").json();
    assertEquals(1, page.path("data").size());
    assertFalse(page.path("has_more").asBoolean());
    assertEquals(page.at("/data/0/id"), page.path("first_id"));
  }

  @Test
  void whatWasAskedIsListedInPages() {
    List<Map<String, String>> asked =
        IntStream.range(0, 5).mapToObj(n -> Map.of("role", "user", "content", "q" + n)).toList();
    String path =
        "/responses/"
            + respond(Map.of("input", asked)).json().path("id").asText()
            + "/input_items?order=asc&limit=2";
    JsonNode first = CLIENT.get(path).json();
    assertTrue(first.path("has_more").asBoolean());
    assertEquals("q1", first.at("/data/1/content").asText());
    JsonNode second = CLIENT.get(path + "&after=" + first.path("last_id").asText()).json();
    assertEquals("q2", second.at("/data/0/content").asText());
    for (String odd : List.of("&limit=0", "&limit=x", "&limit=101", "&after=msg_1")) {
      String odder = path.replace("&limit=2", "") + odd;
      assertRefused(400, "invalid_request", CLIENT.get(odder));
    }
  }

  @Test
  void withTruncationTheOldestMessagesAreLeftOut() {
    List<Map<String, String>> asked =
        IntStream.range(0, 8)
            .mapToObj(n -> Map.of("role", n % 2 == 0 ? "user" : "assistant", "content", "m" + n))
            .toList();
    Script tooLong =
        Script.error(400, "context_length_exceeded", "This model's maximum context is 8 tokens");
    for (boolean stream : new boolean[] {true, false}) {
      MODELS.scriptNext("beta", tooLong);
      MODELS.scriptNext("beta", Script.text("Done."));
      Map<String, Object> request =
          new HashMap<>(Map.of("model", "test/beta", "input", asked, "stream", stream));
      request.put("truncation", "auto");
      assertEquals(200, CLIENT.post("/responses", request).status());
      assertEquals(
          List.of("user: m4", "assistant: m5", "user: m6", "assistant: m7"),
          MODELS.lastRequest().messages());
      MODELS.scriptNext("beta", tooLong);
      request.put("truncation", "disabled");
      assertRefused(400, "context_length_exceeded", CLIENT.post("/responses", request));
    }
  }

  @Test
  void howeverTheProviderCutsItsAnswerTheResponseIsWhole() {
    for (Script script :
        List.of(
            Script.tokens(50).pieces(7),
            Script.tokens(50).dressed(),
            Script.tokens(50).withoutDone(),
            Script.tokens(50).usageAtTheEnd().pieces(3))) {
      MODELS.scriptNext("gamma", script);
      V1Client.Answer answer = respond(Map.of("model", "test/gamma", "stream", true));
      JsonNode last = V1Client.parse(answer.events().getLast());
      assertEquals("response.completed", last.path("type").asText());
      assertEquals(50, last.at("/response/usage/output_tokens").asInt());
      assertTrue(last.at("/response/output/0/content/0/text").asText().endsWith(" 48 49"));
    }
  }

  @Test
  void anInvalidAnswerIsAnErrorOfTheProvider() {
    for (String answer : List.of("{}", "[]", "{\"choices\":[]}", "<html></html>")) {
      MODELS.scriptNext("gamma", Script.answer(answer));
      V1Client.Answer refused = respond(Map.of("model", "test/gamma"));
      assertEquals(502, refused.status(), answer);
      assertTrue(refused.json().at("/error/code").isTextual(), answer);
      assertEquals(200, respond(Map.of("model", "test/gamma")).status()); // it is well again
    }
    MODELS.scriptNext("gamma", Script.tokens(9).malformedAfter(3));
    JsonNode last =
        V1Client.parse(respond(Map.of("model", "test/gamma", "stream", true)).events().getLast());
    assertEquals("response.failed", last.path("type").asText());
    assertEquals("0 1 2", last.at("/response/output/0/content/0/text").asText());
    assertEquals("incomplete", last.at("/response/output/0/status").asText());
    assertEquals(200, respond(Map.of("model", "test/gamma")).status());
  }

  @Test
  void aModelWithoutToolsSaysSoWhereOneIsRequired() {
    Map<String, Object> tool = Map.of("type", "function", "name", "f");
    Map<String, Object> guide =
        Map.of(
            "model", "demo/guide", "input", "?", "tools", List.of(tool), "tool_choice", "required");
    assertRefused(400, "unsupported_parameter", CLIENT.post("/responses", guide));
    Map<String, Object> json =
        Map.of(
            "model",
            "demo/guide",
            "input",
            "?",
            "text",
            Map.of("format", Map.of("type", "json_object")));
    assertRefused(400, "unsupported_parameter", CLIENT.post("/responses", json));
  }

  @Test
  void theGuideCountsItsTokensHoweverItIsAsked() {
    Map<String, Object> chat =
        Map.of(
            "model",
            "demo/guide",
            "messages",
            List.of(Map.of("role", "user", "content", "?")),
            "stream_options",
            Map.of("include_usage", true));
    assertCounted(CLIENT.post("/chat/completions", chat).json().path("usage"));
    V1Client.Answer streamed = CLIENT.post("/chat/completions", with(chat, "stream", true));
    JsonNode last = V1Client.parse(streamed.events().get(streamed.events().size() - 2));
    assertCounted(last.path("usage"));
    assertEquals(0, last.path("choices").size());
    JsonNode completion =
        CLIENT.post("/completions", Map.of("model", "demo/guide", "prompt", "?")).json();
    assertCounted(completion.path("usage"));
    JsonNode response =
        CLIENT.post("/responses", Map.of("model", "demo/guide", "input", "?")).json();
    assertTrue(response.at("/usage/output_tokens").asInt() > 0, response.toString());
  }

  private static void assertCounted(JsonNode usage) {
    int prompt = usage.path("prompt_tokens").asInt();
    int completion = usage.path("completion_tokens").asInt();
    assertTrue(prompt > 0 && completion > 0, usage.toString());
    assertEquals(prompt + completion, usage.path("total_tokens").asInt());
  }

  private static HttpRequest.Builder with(String header, String path) {
    return HttpRequest.newBuilder(PARLEY.url(path)).header(header, CLIENT.key());
  }

  private static V1Client.Answer azure(V1Client client, String deployment, String body) {
    return V1Client.send(
        HttpRequest.newBuilder(PARLEY.url(deployment + "/chat/completions?api-version=2024-10-21"))
            .header("api-key", client.key())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static Map<String, String> reference(String item) {
    return Map.of("type", "item_reference", "id", item);
  }

  private static V1Client.Answer respond(Map<String, Object> more) {
    return CLIENT.post("/responses", request(more));
  }

  private static Map<String, Object> request(Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(Map.of("model", "test/alpha", "input", "hi"));
    request.putAll(more);
    return request;
  }

  private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
    Map<String, Object> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static void assertRefused(int status, String code, V1Client.Answer answer) {
    String told = answer.response().body();
    assertEquals(status, answer.status(), told);
    assertEquals(code, answer.json().at("/error/code").asText(), told);
  }
}
