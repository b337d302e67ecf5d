package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.testing.openai.OpenAiServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelListTest {
  private final OpenAiServer server = OpenAiServer.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void ofALongListOnlyWhatIsNeededIsKept() {
    server.listModels(list(12_620, "x".repeat(1_000)));
    List<Model> models = fetch();
    assertEquals(12_620, models.size());
    assertEquals(Optional.of("Model 00007"), models.get(7).title());
    assertEquals(4_096, models.get(7).contextLength().orElseThrow());
  }

  @Test
  void theListHasAnEndThatAProviderCannotMove() {
    server.listModels(list(ModelList.MAX_MODELS + 500, ""));
    assertEquals(ModelList.MAX_MODELS, fetch().size());
  }

  @Test
  void aListOfTooManyBytesIsNone() {
    server.listModels(list(1_000, "x".repeat(ModelList.MAX_BYTES / 1_000)));
    ProviderFailure failure = assertThrows(ProviderFailure.class, this::fetch);
    assertEquals(FailureCode.ANSWER_TOO_LARGE, failure.code());
  }

  private List<Model> fetch() {
    Endpoint endpoint =
        new Endpoint("test", server.baseUrl(), Optional.empty(), Map.of(), List.of());
    return new ModelList(http, endpoint, Duration.ofSeconds(20)).fetch();
  }

  private static String list(int count, String description) {
    return IntStream.range(0, count)
        .mapToObj(n ->
            """
            {"id":"m-%05d","name":"Model %05d","description":"%s","context_length":4096,\
            "architecture":{"output_modalities":["text"]}}\
            """
                .formatted(n, n, description))
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }
}
