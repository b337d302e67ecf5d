package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// LangChain4j as a client.
class Langchain4jIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final OpenAiServer MODELS = TestBed.models();
  private static final String URL = PARLEY.url("/v1").toString();
  private static final String KEY = V1Client.with(PARLEY).key();

  @Test
  void aCompletionComesInOnePiece() {
    assertEquals("one two", model("test/alpha", KEY).chat("one two"));
  }

  @Test
  void aCompletionIsStreamed() throws Exception {
    OpenAiStreamingChatModel streaming =
        OpenAiStreamingChatModel.builder().baseUrl(URL).apiKey(KEY).modelName("test/alpha").build();
    StringBuilder told = new StringBuilder();
    ChatRequest asked = ChatRequest.builder().messages(UserMessage.from("one two three")).build();
    ChatResponse response = ended(streaming, asked, told);
    assertEquals("one two three", response.aiMessage().text());
    assertEquals("one two three", told.toString());
  }

  private static ChatResponse streamed(String model, ChatRequest asked) throws Exception {
    OpenAiStreamingChatModel streaming =
        OpenAiStreamingChatModel.builder().baseUrl(URL).apiKey(KEY).modelName(model).build();
    return ended(streaming, asked, new StringBuilder());
  }

  private static ChatResponse ended(
      OpenAiStreamingChatModel streaming, ChatRequest asked, StringBuilder told) throws Exception {
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    streaming.chat(
        asked,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            told.append(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            end.completeExceptionally(error);
          }
        });
    return end.get(20, TimeUnit.SECONDS);
  }

  private static String chunk(String delta) {
    return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"beta\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}";
  }

  @Test
  void aToolIsAskedFor() {
    MODELS.scriptNext(
        "beta",
        Script.answer(
            """
            {"id":"c","object":"chat.completion","created":1,"model":"beta","choices":[{"index":0,
             "message":{"role":"assistant","tool_calls":[{"id":"call_1","type":"function",
             "function":{"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}\
            """));
    ChatResponse response =
        model("test/beta", KEY)
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("Weather?"))
                    .toolSpecifications(ToolSpecification.builder().name("weather").build())
                    .build());
    assertTrue(response.aiMessage().hasToolExecutionRequests());
    assertEquals("weather", response.aiMessage().toolExecutionRequests().getFirst().name());
  }

  @Test
  void aToolIsAskedForInAStream() throws Exception {
    MODELS.scriptNext(
        "beta",
        Script.chunks(
            chunk(
                "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]}"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}"),
            chunk("{}").replace("null", "\"tool_calls\"")));
    ChatResponse response =
        streamed(
            "test/beta",
            ChatRequest.builder()
                .messages(UserMessage.from("Weather?"))
                .toolSpecifications(ToolSpecification.builder().name("weather").build())
                .build());
    assertEquals("{\"a\":1}", response.aiMessage().toolExecutionRequests().getFirst().arguments());
  }

  @Test
  void tokensAreCounted() throws Exception {
    ChatRequest asked = ChatRequest.builder().messages(UserMessage.from("one two")).build();
    assertEquals(2, model("test/alpha", KEY).chat(asked).tokenUsage().outputTokenCount());
    assertEquals(2, streamed("test/alpha", asked).tokenUsage().outputTokenCount());
  }

  @Test
  void errorsAreItsOwnExceptions() {
    assertThrows(AuthenticationException.class, () -> model("test/alpha", "pk-nobody").chat("hi"));
    assertThrows(ModelNotFoundException.class, () -> model("test/nothing", KEY).chat("hi"));
    MODELS.scriptNext("beta", Script.error(400, "odd", "This is odd"));
    InvalidRequestException odd =
        assertThrows(InvalidRequestException.class, () -> model("test/beta", KEY).chat("hi"));
    assertTrue(odd.toString().contains("This is odd"), odd.toString());
    ChatRequest asked = ChatRequest.builder().messages(UserMessage.from("hi")).build();
    MODELS.scriptNext("beta", Script.error(400, "odd", "This is odd"));
    assertThrows(ExecutionException.class, () -> streamed("test/beta", asked));
    // an error in the middle of a stream it reads past
  }

  @Test
  void textsAreModerated() {
    OpenAiModerationModel model =
        OpenAiModerationModel.builder()
            .baseUrl(URL)
            .apiKey(KEY)
            .modelName("test/omni-moderation-latest")
            .build();
    assertTrue(model.moderate("I hate you").content().flagged());
    assertFalse(model.moderate("Hello").content().flagged());
  }

  @Test
  void textsAreEmbedded() {
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(URL)
            .apiKey(KEY)
            .modelName("local/all-minilm-l6-v2")
            .build();
    assertEquals(384, model.embed("a cat").content().dimension());
  }

  private static OpenAiChatModel model(String name, String key) {
    return OpenAiChatModel.builder().baseUrl(URL).apiKey(key).modelName(name).maxRetries(0).build();
  }
}
