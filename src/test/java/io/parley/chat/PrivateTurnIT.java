package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said in a private conversation, over REST: turns, branches, stopping, the title.
class PrivateTurnIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private String id;
  private String path;

  @BeforeEach
  void open() {
    TestBed.models().script("alpha", Script.echo());
    id = open(Map.of("default_model", "test/alpha", "title", "A test"));
    path = "/api/conversations/" + id;
  }

  @AfterEach
  void resetModels() {
    TestBed.models().script("alpha", Script.echo());
    TestBed.models().script("silent", Script.echo());
  }

  @Test
  void aReplyTellsWhoAnsweredWhatItTookAndWhatItWasGiven() {
    JsonNode reply = ended(post("one two three"));
    assertEquals("finished", reply.path("status").asText());
    assertEquals("one two three", reply.path("content").asText());
    assertEquals("test/alpha", reply.path("model").asText());
    JsonNode details = reply.path("details");
    assertEquals(1, details.at("/context/messages").asInt(), details.toString());
    assertEquals(0, details.at("/context/dropped").asInt(-1));
    assertTrue(details.at("/context/tokens").asInt() > 0);
    assertTrue(details.path("duration_ms").asLong(-1) >= details.path("first_token_ms").asLong());
    assertFalse(details.has("asked_model"));

    assertTrue(reply.at("/usage/prompt_tokens").asInt() > 0);
    PATIENTLY.check(
        "the archive has counted it",
        () ->
            ada.get(path)
                .body()
                .at("/usage/prompt_tokens")
                .equals(reply.at("/usage/prompt_tokens")));
  }

  @Test
  void theSettingsReachTheModelAndTheSystemPromptIsTheOwners() {
    assertEquals(
        200,
        ada.patch(
                path,
                Map.of(
                    "system_prompt", "Be a pirate.", "temperature", 0.25, "stop", List.of("END")))
            .status());
    ended(post("ahoy"));
    RecordedRequest request = requestThatEndsWith("ahoy");
    assertEquals(List.of("system: Be a pirate.", "user: ahoy"), request.messages());
    assertEquals(0.25, request.body().path("temperature").asDouble());
    assertEquals("END", request.body().path("stop").path(0).asText());
  }

  @Test
  void aReplyTellsWhichParametersItsModelRefuses() {
    Script stubborn = Script.text("Without them");
    for (String name : List.of("temperature", "reasoning_effort", "stream_options")) {
      stubborn =
          stubborn.refusing(
              name, 400, "{\"error\":{\"message\":\"Unsupported parameter: '" + name + "'\"}}");
    }
    String system = "{\"error\":{\"message\":\"System role not supported\"}}";
    TestBed.models().script("stubborn", stubborn.refusing("role:system", 400, system));
    Map<String, Object> settings =
        Map.of("system_prompt", "Be a pirate.", "temperature", 0.25, "effort", "low", "seed", 7);
    assertEquals(200, ada.patch(path, settings).status());

    JsonNode reply = ended(post(Map.of("message", "ahoy", "model", "test/stubborn")));

    assertEquals("Without them", reply.path("content").asText(), reply.toString());
    assertEquals(
        Json.MAPPER.valueToTree(List.of("effort", "temperature")),
        reply.at("/details/omitted_parameters"));
    assertEquals(7, requestOf("stubborn", "ahoy").body().path("seed").asInt());
    assertTrue(
        TestBed.models().requests().stream()
            .filter(request -> request.model().equals("stubborn"))
            .anyMatch(request -> request.body().path("reasoning_effort").asText().equals("low")),
        "it was tried");
  }

  @Test
  void anotherReplyIsASiblingAndKeepsTheFirst() {
    JsonNode posted = post("which?");
    JsonNode first = ended(posted);
    String message = posted.path("message_id").asText();
    ApiClient.Answer asked =
        ada.post("/api/messages/" + message + "/replies", Map.of("model", "test/beta"));
    assertEquals(202, asked.status(), asked.body().toString());
    JsonNode second = ended(asked.body());

    assertEquals(message, second.path("parent_id").asText());
    assertEquals("test/beta", second.path("model").asText());
    assertEquals(List.of("user: which?"), requestOf("beta", "which?").messages());
    assertEquals(
        Set.of(first.path("id").asText(), second.path("id").asText()),
        Set.copyOf(childrenOf(message)));
  }

  @Test
  void askingTwiceWithTheSameReplyIdMakesOneReply() {
    String message = post("once").path("message_id").asText();
    Map<String, String> wish = Map.of("reply_id", Ids.next().toString());
    ApiClient.Answer first = ada.post("/api/messages/" + message + "/replies", wish);
    ApiClient.Answer again = ada.post("/api/messages/" + message + "/replies", wish);
    assertEquals(202, first.status(), first.body().toString());
    assertEquals(first.body(), again.body());
    ended(first.body());
    assertEquals(2, childrenOf(message).size());

    String other = post("other").path("message_id").asText();
    assertEquals(409, ada.post("/api/messages/" + other + "/replies", wish).status());
  }

  @Test
  void anEditIsABranchThatTheModelSeesAlone() {
    JsonNode first = post("my name is Ada");
    ended(first);
    ended(post("what is my name?"));
    JsonNode edited = post(Map.of("message", "my name is Grace", "parent_id", id));
    JsonNode reply = ended(edited);
    assertEquals(List.of("user: my name is Grace"), requestThatEndsWith("Grace").messages());

    ended(post(Map.of("message", "and now?", "parent_id", reply.path("id").asText())));
    assertEquals(
        List.of("user: my name is Grace", "assistant: my name is Grace", "user: and now?"),
        requestThatEndsWith("and now?").messages());
    ended(post("without a parent?"));
    assertEquals(5, requestThatEndsWith("without a parent?").messages().size());
  }

  @Test
  void aParentOfAnotherConversationIsRefused() {
    String other = open(Map.of("title", "Other"));
    String foreign =
        ada.post(
                "/api/conversations/" + other + "/messages", Map.of("message", "x", "reply", false))
            .body()
            .path("message_id")
            .asText();
    for (String parent : List.of(foreign, other, Ids.next().toString())) {
      ApiClient.Answer answer =
          ada.post(path + "/messages", Map.of("message", "x", "parent_id", parent));
      assertEquals(400, answer.status(), answer.body().toString());
      assertEquals("invalid_request", answer.body().path("code").asText());
    }
    assertEquals(0, history().size());
  }

  @Test
  void aReplyIsNotAnsweredAndAStrangersMessageDoesNotExist() {
    JsonNode posted = post("hello");
    JsonNode reply = ended(posted);
    String message = posted.path("message_id").asText();
    assertEquals(
        400,
        ada.post("/api/messages/" + reply.path("id").asText() + "/replies", Map.of()).status());
    assertEquals(404, ada.post("/api/messages/" + Ids.next() + "/replies", Map.of()).status());
    assertEquals(
        400,
        ada.post("/api/messages/" + message + "/replies", Map.of("model", "no/body")).status());
    ApiClient grace = ApiClient.guest(PARLEY, "grace");
    assertEquals(404, grace.post("/api/messages/" + message + "/replies", Map.of()).status());
    assertEquals(
        404, grace.post("/api/replies/" + reply.path("id").asText() + "/stop", Map.of()).status());
    assertEquals(2, history().size());
  }

  @Test
  void aReplyIsStoppedBeforeItsFirstTokenByItsOwnerOnly() {
    TestBed.models().script("silent", Script.text("never").stallFirst(Script.FOREVER));
    JsonNode posted = post(Map.of("message", "hello?", "model", "test/silent"));
    String reply = posted.path("reply_id").asText();
    assertEquals(
        404,
        ApiClient.guest(PARLEY, "grace")
            .post("/api/replies/" + reply + "/stop", Map.of())
            .status());
    PATIENTLY.check("it runs", () -> ada.get(path).body().path("running").asBoolean());
    assertEquals("streaming", listed().path("running").asBoolean() ? "streaming" : "idle");

    assertEquals(202, ada.post("/api/replies/" + reply + "/stop", Map.of()).status());
    assertEquals("stopped", ended(posted).path("status").asText());
    PATIENTLY.check("it is over", () -> !ada.get(path).body().path("running").asBoolean());
  }

  @Test
  void erasingEndsTheReplyInProgress() throws Exception {
    TestBed.models().script("silent", Script.text("never").stallFirst(Script.FOREVER));
    post(Map.of("message", "erase me", "model", "test/silent"));
    RecordedRequest request = requestOf("silent", "erase me");
    assertFalse(request.closedByClient().isDone());
    assertEquals(204, ada.delete(path).status());
    PATIENTLY.check("the provider is left alone", () -> request.closedByClient().isDone());
    assertEquals(404, ada.get(path + "/messages").status());
  }

  @Test
  void tenDuplicatesAtOnceAreOneMessageWithOneReply() throws Exception {
    Map<String, String> message =
        Map.of("message", "only once", "message_id", Ids.next().toString());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ApiClient.Answer>> posts =
          IntStream.range(0, 10)
              .<Callable<ApiClient.Answer>>mapToObj(
                  i -> () -> ada.post(path + "/messages", message))
              .toList();
      Set<JsonNode> answers = new HashSet<>();
      for (var answer : threads.invokeAll(posts)) {
        assertEquals(200, answer.get().status(), answer.get().body().toString());
        answers.add(answer.get().body());
      }
      assertEquals(1, answers.size(), answers.toString());
      ended(answers.iterator().next());
    }
    assertEquals(2, history().size());
  }

  @Test
  void whoHasNoRepliesLeftIsRefusedAndNothingIsPosted() {
    int posted = 0;
    ApiClient.Answer answer = ada.post(path + "/messages", Map.of("message", "0"));
    while (answer.status() == 200 && posted < 100) {
      posted++;
      answer = ada.post(path + "/messages", Map.of("message", "" + posted));
    }
    assertEquals(429, answer.status(), answer.body().toString());
    assertEquals("rate_limited", answer.body().path("code").asText());
    assertTrue(posted >= 20, "the budget is 20 a minute, not " + posted);
    assertEquals(
        posted, history().stream().filter(it -> it.path("role").asText().equals("user")).count());
  }

  @Test
  void theModelMakesATitleAfterTheFirstTurn() {
    TestBed.models().scriptNext("alpha", Script.text("Soil is what plants stand in."));
    TestBed.models().scriptNext("alpha", Script.text("\"Gardening basics.\""));
    String untitled = open(Map.of("default_model", "test/alpha"));
    ApiClient.Answer posted =
        ada.post(
            "/api/conversations/" + untitled + "/messages", Map.of("message", "What is soil?"));
    assertEquals(200, posted.status());
    PATIENTLY.check("there is a title", () -> title(untitled).equals("Gardening basics"));
    assertFalse(
        TestBed.models().requests().stream()
            .filter(
                request -> request.messages().stream().anyMatch(it -> it.contains("Write a title")))
            .anyMatch(request -> request.body().has("temperature")),
        "many models take no temperature");
  }

  @Test
  void withTheGuideOrAFailedModelTheFirstLineIsTheTitle() {
    TestBed.models().script("alpha", Script.error(400, "bad", "No."));
    for (String model : List.of("demo/guide", "test/alpha")) {
      String untitled = open(Map.of("default_model", model));
      ada.post(
          "/api/conversations/" + untitled + "/messages",
          Map.of("message", "\n What is soil? \nAnd why?"));
      PATIENTLY.check(
          "there is a title with " + model, () -> title(untitled).equals("What is soil?"));
    }
  }

  @Test
  void aTitleThatSomebodyGaveStays() {
    ended(post("What is soil?"));
    ended(post("And what is mud?"));
    assertEquals("A test", title(id));
    assertNotEquals("", title(id));
  }

  @Test
  void whatTheModelThinksIsKeptApartAndNotSentBack() {
    TestBed.models().script("alpha", Script.text("Soil is earth.").reasoning("Secret plan zebra."));
    JsonNode reply = ended(post("What is soil?"));
    assertEquals("Soil is earth.", reply.path("content").asText());
    assertEquals("Secret plan zebra.", reply.path("thinking").asText());
    assertEquals("stop", reply.path("finish_reason").asText());
    assertTrue(reply.at("/details/thinking_ms").isNumber(), reply.toString());

    ended(post("And mud?"));
    assertEquals(
        List.of("user: What is soil?", "assistant: Soil is earth.", "user: And mud?"),
        requestThatEndsWith("And mud?").messages());
    PATIENTLY.check("the answers are found", () -> found("earth") == 2);
    assertEquals(0, found("zebra"));
    String markdown = text("/export?format=markdown");
    assertTrue(
        markdown.contains(
            "<details>\n<summary>Thinking</summary>\n\nSecret plan zebra.\n\n</details>\n\nSoil"),
        markdown);
    assertTrue(text("/export?format=json").contains("\"thinking\":\"Secret plan zebra.\""));
  }

  @Test
  void aReplyThatWasCutOffGoesOnAndItsTextNeverShrinks() {
    TestBed.models().script("alpha", Script.text("one, two").finishReason("length"));
    JsonNode cut = ended(post("Count."));
    assertEquals("length", cut.path("finish_reason").asText());
    TestBed.models().script("alpha", Script.text(", three"));
    String reply = cut.path("id").asText();
    ApiClient.Answer asked = ada.post("/api/replies/" + reply + "/continue", Map.of());
    assertEquals(202, asked.status(), asked.body().toString());
    assertEquals(reply, asked.body().path("reply_id").asText());
    JsonNode whole = ended(asked.body(), "one, two, three");
    assertEquals("stop", whole.path("finish_reason").asText());
    assertEquals(cut.path("position"), whole.path("position"));
    assertTrue(
        whole.at("/usage/completion_tokens").asInt() > cut.at("/usage/completion_tokens").asInt());
    List<String> given = requestThatEndsWith("repeat nothing of it.").messages();
    assertEquals(List.of("user: Count.", "assistant: one, two"), given.subList(0, 2));
    PATIENTLY.check("all of it is found", () -> found("three") == 1);

    ApiClient.Answer complete = ada.post("/api/replies/" + reply + "/continue", Map.of());
    assertEquals(409, complete.status(), complete.body().toString());
    ApiClient eve = ApiClient.guest(PARLEY, "eve");
    assertEquals(404, eve.post("/api/replies/" + reply + "/continue", Map.of()).status());
  }

  @Test
  void aReplyThatWasStoppedGoesOn() {
    TestBed.models().script("alpha", Script.text("one two").stallAfter(1, Script.FOREVER));
    JsonNode posted = post("Count on.");
    String reply = posted.path("reply_id").asText();
    PATIENTLY.check(
        "it has begun",
        () ->
            history().stream()
                .anyMatch(message ->
                    message.path("id").asText().equals(reply)
                        && message.path("content").asText().equals("one")));
    assertEquals(202, ada.post("/api/replies/" + reply + "/stop", Map.of()).status());
    assertEquals("stopped", ended(posted).path("status").asText());
    TestBed.models().script("alpha", Script.text(" and two"));
    assertEquals(202, ada.post("/api/replies/" + reply + "/continue", Map.of()).status());
    assertEquals("finished", ended(posted, "one and two").path("status").asText());
  }

  @Test
  void aModelThatDeclinesSaysSoAndThatIsItsEnd() {
    TestBed.models()
        .script(
            "alpha",
            Script.chunks(
                "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I would rather not.\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
    JsonNode reply = ended(post("Do it."));
    assertEquals("refusal", reply.path("finish_reason").asText());
    assertEquals("I would rather not.", reply.path("refusal").asText());
    assertEquals("finished", reply.path("status").asText());
    assertTrue(text("/export?format=markdown").contains("> The model declined"));
  }

  @Test
  void aModelThatOnlyThoughtHasFailedInWords() {
    TestBed.models()
        .script(
            "alpha",
            Script.chunks(
                "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"Hm.\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}"));
    JsonNode reply = ended(post("Think."));
    assertEquals("failed", reply.path("status").asText());
    assertEquals("empty_answer", reply.at("/error/code").asText());
    assertEquals("error", reply.path("finish_reason").asText());
    assertEquals("Hm.", reply.path("thinking").asText());
  }

  private String text(String address) {
    return ada.get(path + address).response().body();
  }

  private int found(String word) {
    ApiClient.Answer found = ada.get("/api/search?q=" + word);
    assertEquals(200, found.status(), found.body().toString());
    return (int)
        StreamSupport.stream(found.body().path("items").spliterator(), false)
            .filter(item -> item.toString().contains(id))
            .count();
  }

  private String open(Map<String, ?> settings) {
    ApiClient.Answer opened = ada.post("/api/conversations", settings);
    assertEquals(201, opened.status(), opened.body().toString());
    return opened.body().path("id").asText();
  }

  private JsonNode post(String text) {
    return post(Map.of("message", text));
  }

  private JsonNode post(Map<String, String> message) {
    ApiClient.Answer posted = ada.post(path + "/messages", new HashMap<>(message));
    assertEquals(200, posted.status(), posted.body().toString());
    return posted.body();
  }

  /// The reply named in an answer, once it has ended.
  private JsonNode ended(JsonNode answer) {
    String reply = answer.path("reply_id").asText();
    assertFalse(reply.isEmpty(), answer.toString());
    return PATIENTLY.value(
        "the reply has ended",
        () ->
            history().stream()
                .filter(message -> message.path("id").asText().equals(reply))
                .filter(message -> message.has("finished_at"))
                .findFirst());
  }

  private JsonNode ended(JsonNode answer, String text) {
    PATIENTLY.check(
        "the reply says " + text,
        () -> {
          JsonNode reply = ended(answer);
          return reply.path("content").asText().equals(text) && reply.has("finished_at");
        });
    return ended(answer);
  }

  private List<JsonNode> history() {
    ApiClient.Answer page = ada.get(path + "/messages?limit=200");
    assertEquals(200, page.status(), page.body().toString());
    return StreamSupport.stream(page.body().path("items").spliterator(), false).toList();
  }

  private List<String> childrenOf(String message) {
    return history().stream()
        .filter(child -> child.path("parent_id").asText().equals(message))
        .map(child -> child.path("id").asText())
        .toList();
  }

  private JsonNode listed() {
    return StreamSupport.stream(
            ada.get("/api/conversations").body().path("items").spliterator(), false)
        .filter(item -> item.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String title(String conversation) {
    return ada.get("/api/conversations/" + conversation).body().path("title").asText();
  }

  private static RecordedRequest requestThatEndsWith(String text) {
    return requestOf("alpha", text);
  }

  private static RecordedRequest requestOf(String model, String text) {
    return PATIENTLY.value(
        "the model was asked",
        () -> {
          List<RecordedRequest> all =
              TestBed.models().requests().stream()
                  .filter(request -> request.model().equals(model))
                  .filter(request -> request.messages().getLast().endsWith(text))
                  .toList();
          return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
        });
  }
}
