package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.util.concurrent.CompletableFuture;
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
    CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    streaming.chat(
        "one two three",
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
    assertEquals("one two three", end.get(20, TimeUnit.SECONDS).aiMessage().text());
    assertEquals("one two three", told.toString());
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
  void aWrongKeyIsItsOwnException() {
    assertThrows(AuthenticationException.class, () -> model("test/alpha", "pk-nobody").chat("hi"));
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
