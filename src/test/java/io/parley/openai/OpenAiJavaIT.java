package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.RecordedRequest;
import io.parley.testing.openai.Script;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// OpenAI's SDK for Java, as a user would use it.
class OpenAiJavaIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final OpenAiServer MODELS = TestBed.models();
  private static final String KEY = V1Client.with(PARLEY).key();
  private static final OpenAIClient CLIENT = client(KEY);

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  @Test
  void modelsAreListedAndOneIsFoundByItsName() {
    List<String> names = CLIENT.models().list().items().stream().map(Model::id).toList();
    assertTrue(names.containsAll(List.of("test/alpha", "demo/guide")), names.toString());
    assertEquals("test", CLIENT.models().retrieve("test/alpha").ownedBy());
  }

  @Test
  void aCompletionComesInOnePiece() {
    ChatCompletion completion = CLIENT.chat().completions().create(ask("test/alpha", "one two"));
    assertEquals(Optional.of("one two"), completion.choices().getFirst().message().content());
    assertEquals("test/alpha", completion.model());
    assertEquals(2, completion.usage().orElseThrow().completionTokens());
    completion.validate();
  }

  @Test
  void aCompletionIsStreamedWithItsUsage() {
    ChatCompletionCreateParams request =
        ask("test/alpha", "one two three").toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> stream =
        CLIENT.chat().completions().createStreaming(request)) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      assertEquals("one two three", text(chunks));
      assertEquals(3, chunks.getLast().usage().orElseThrow().completionTokens());
    }
  }

  @Test
  void theGuideAnswersAsWell() {
    ChatCompletion whole =
        CLIENT.chat().completions().create(ask("demo/guide", "How do I start Parley?"));
    whole.validate();
    try (StreamResponse<ChatCompletionChunk> stream =
        CLIENT.chat().completions().createStreaming(ask("demo/guide", "How do I start Parley?"))) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      chunks.forEach(ChatCompletionChunk::validate);
      assertEquals(whole.choices().getFirst().message().content().orElseThrow(), text(chunks));
    }
  }

  @Test
  void aToolIsCalledAndItsResultAnswered() {
    MODELS.scriptNext(
        "beta",
        Script.answer(
            """
            {"id":"c","object":"chat.completion","created":1,"model":"beta","choices":[{"index":0,
             "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1",
             "type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Graz\\"}"}}]},
             "logprobs":null,"finish_reason":"tool_calls"}]}\
            """));
    MODELS.scriptNext("beta", Script.text("Sunny."));
    ChatCompletionCreateParams asked =
        ask("test/beta", "Weather in Graz?").toBuilder()
            .addFunctionTool(
                FunctionDefinition.builder()
                    .name("weather")
                    .parameters(
                        FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .build())
                    .build())
            .build();
    var message = CLIENT.chat().completions().create(asked).choices().getFirst().message();
    ChatCompletionMessageFunctionToolCall call =
        message.toolCalls().orElseThrow().getFirst().function().orElseThrow();
    assertEquals("{\"city\":\"Graz\"}", call.function().arguments());

    ChatCompletion answer =
        CLIENT
            .chat()
            .completions()
            .create(
                asked.toBuilder()
                    .addMessage(message)
                    .addMessage(
                        ChatCompletionToolMessageParam.builder()
                            .toolCallId(call.id())
                            .content("sun")
                            .build())
                    .build());
    assertEquals(Optional.of("Sunny."), answer.choices().getFirst().message().content());
    RecordedRequest seen = MODELS.lastRequest();
    assertEquals("call_1", seen.body().at("/messages/2/tool_call_id").asText());
    assertEquals("weather", seen.body().at("/tools/0/function/name").asText());
  }

  @Test
  void aResponseFormatAndUnknownFieldsReachTheProvider() {
    CLIENT
        .chat()
        .completions()
        .create(
            ask("test/alpha", "hi").toBuilder()
                .responseFormat(ResponseFormatJsonObject.builder().build())
                .putAdditionalBodyProperty("top_k", JsonValue.from(7))
                .build());
    RecordedRequest seen = MODELS.lastRequest();
    assertEquals("json_object", seen.body().at("/response_format/type").asText());
    assertEquals(7, seen.body().path("top_k").asInt());
  }

  @Test
  void refusalsAreTheSdksOwnExceptions() {
    OpenAIClient stranger = client("pk-nobody");
    assertThrows(UnauthorizedException.class, () -> stranger.models().list());
    String lister = V1Client.with(PARLEY, Map.of("name", "l", "scopes", List.of("models"))).key();
    OpenAIClient other = client(lister);
    assertThrows(
        PermissionDeniedException.class,
        () -> other.chat().completions().create(ask("test/alpha", "x")));
    assertThrows(
        NotFoundException.class,
        () -> CLIENT.chat().completions().create(ask("test/nothing", "x")));
    MODELS.scriptNext("beta", Script.error(400, "odd", "This is odd"));
    BadRequestException odd =
        assertThrows(
            BadRequestException.class,
            () -> CLIENT.chat().completions().create(ask("test/beta", "x")));
    assertEquals(Optional.of("odd"), odd.code());
    assertThrows(
        BadRequestException.class,
        () ->
            CLIENT
                .responses()
                .create(respond("demo/guide", "x").toBuilder().previousResponseId("r").build()));
  }

  @Test
  void aBusyProviderIsARateLimit() {
    MODELS.scriptNext("beta", Script.error(429, "rate_limit", "Slow down").retryAfter("1"));
    RateLimitException busy =
        assertThrows(
            RateLimitException.class,
            () -> CLIENT.chat().completions().create(ask("test/beta", "x")));
    assertEquals(List.of("1"), busy.headers().values("Retry-After"));
    Await.until(
        "the provider is asked again",
        () -> {
          try {
            return !CLIENT.chat().completions().create(ask("test/beta", "x")).choices().isEmpty();
          } catch (RateLimitException e) {
            return false;
          }
        });
  }

  @Test
  void closingAStreamEndsTheProvidersWork() {
    MODELS.scriptNext("slow", Script.tokens(100_000).rate(20));
    try (StreamResponse<ChatCompletionChunk> stream =
        CLIENT.chat().completions().createStreaming(ask("test/slow", "x"))) {
      assertTrue(stream.stream().findFirst().isPresent());
    }
    RecordedRequest left = MODELS.lastRequest();
    Await.until("the provider is left", left.closedByClient()::isDone);
  }

  @Test
  void aResponseComesInOnePieceOrStreamed() {
    Response whole = CLIENT.responses().create(respond("test/alpha", "one two"));
    whole.validate();
    assertEquals("one two", text(whole));
    try (StreamResponse<ResponseStreamEvent> stream =
        CLIENT.responses().createStreaming(respond("test/alpha", "one two"))) {
      List<ResponseStreamEvent> events = stream.stream().toList();
      events.forEach(ResponseStreamEvent::validate);
      assertEquals(
          "one two",
          events.stream()
              .flatMap(event -> event.outputTextDelta().stream())
              .map(delta -> delta.delta())
              .collect(Collectors.joining()));
      assertEquals("one two", text(events.getLast().completed().orElseThrow().response()));
    }
  }

  /// `validate` is strict: every field must be there, and of its type.
  @Test
  void everyEventOfAResponseIsAsTheSdkDescribesIt() {
    Map<String, Script> scripts =
        Map.of(
            "thinks", Script.text("Done.").reasoning("Hm."),
            "is cut off", Script.text("one two").finishReason("length"),
            "refuses", Script.chunks(chunk("{\"refusal\":\"No.\"}"), chunk("{}", "stop")),
            "calls",
                Script.chunks(
                    chunk(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
                    chunk("{}", "tool_calls")));
    scripts.forEach((what, script) -> {
      MODELS.scriptNext("beta", script);
      ResponseCreateParams asked =
          respond("test/beta", "x").toBuilder()
              .addTool(
                  FunctionTool.builder()
                      .name("f")
                      .strict(false)
                      .parameters(FunctionTool.Parameters.builder().build())
                      .build())
              .build();
      try (StreamResponse<ResponseStreamEvent> stream = CLIENT.responses().createStreaming(asked)) {
        List<ResponseStreamEvent> events = stream.stream().toList();
        events.forEach(ResponseStreamEvent::validate);
        assertTrue(events.size() >= 7, what);
        assertTrue(events.getLast().isCompleted() || events.getLast().isIncomplete(), what);
      }
    });
  }

  @Test
  void aResponseIsContinuedAndDeleted() {
    Response first = CLIENT.responses().create(respond("test/alpha", "One."));
    ResponseCreateParams second =
        respond("test/alpha", "Two.").toBuilder().previousResponseId(first.id()).build();
    CLIENT.responses().create(second).validate();
    assertEquals(
        List.of("user: One.", "assistant: One.", "user: Two."), MODELS.lastRequest().messages());
    CLIENT.responses().retrieve(first.id()).validate();
    assertEquals(1, CLIENT.responses().inputItems().list(first.id()).items().size());
    CLIENT.responses().delete(first.id());
    assertThrows(NotFoundException.class, () -> CLIENT.responses().retrieve(first.id()));
    assertThrows(BadRequestException.class, () -> CLIENT.responses().create(second));
  }

  @Test
  void olderCompletionsAndModerationsAreThere() {
    var completion =
        CLIENT
            .completions()
            .create(CompletionCreateParams.builder().model("test/alpha").prompt("one two").build());
    completion.validate();
    assertEquals("one two", completion.choices().getFirst().text());
    assertTrue(
        CLIENT
            .moderations()
            .create(
                ModerationCreateParams.builder()
                    .model("test/omni-moderation-latest")
                    .input("I hate you")
                    .build())
            .results()
            .getFirst()
            .flagged());
  }

  private static String chunk(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
  }

  private static String chunk(String delta, String reason) {
    return chunk(delta).replace("null", '"' + reason + '"');
  }

  @Test
  void textsAreEmbedded() {
    CreateEmbeddingResponse embedded =
        CLIENT
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("local/all-minilm-l6-v2")
                    .inputOfArrayOfStrings(List.of("a cat", "a kitten"))
                    .build());
    assertEquals(384, embedded.data().get(1).embedding().size());
  }

  private static OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(PARLEY.url("/v1").toString())
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  private static ChatCompletionCreateParams ask(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  private static ResponseCreateParams respond(String model, String text) {
    return ResponseCreateParams.builder().model(model).input(text).build();
  }

  private static String text(List<ChatCompletionChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .flatMap(choice -> choice.delta().content().stream())
        .collect(Collectors.joining());
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .map(text -> text.text())
        .collect(Collectors.joining());
  }
}
