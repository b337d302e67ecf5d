package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.testing.openai.OpenAiServer;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A provider's embedding model against a real server, which answers `[length, 0.5, -1]`.
class ProviderEmbedderTest {
  private static final ModelId MODEL = ModelId.of("test/embed-3");

  private final OpenAiServer server = OpenAiServer.start();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void eachTextBecomesAVectorOfLengthOne() {
    Embedder.Embedded embedded = embedder(server.baseUrl()).embed(List.of("tea", "sugar"));
    assertEquals(2, embedded.vectors().size());
    for (float[] vector : embedded.vectors()) {
      double square = 0;
      for (float number : vector) {
        square += number * number;
      }
      assertEquals(1, square, 1e-6);
    }
    assertEquals(-3, embedded.vectors().get(0)[0] / embedded.vectors().get(0)[2], 1e-6);
    assertEquals(-5, embedded.vectors().get(1)[0] / embedded.vectors().get(1)[2], 1e-6);
    assertEquals(3, embedded.tokens());
    assertEquals("embed-3", server.lastRequest().model());
  }

  @Test
  void theDimensionsAreKnownOnceTheModelHasAnswered() {
    Embedder embedder = embedder(server.baseUrl());
    assertEquals(OptionalInt.empty(), embedder.dimensions());
    embedder.embed(List.of("tea"));
    assertEquals(OptionalInt.of(3), embedder.dimensions());
  }

  @Test
  void manyTextsAreSentInSeveralRequests() {
    List<String> texts = IntStream.range(0, 70).mapToObj("x"::repeat).toList();
    List<float[]> vectors = embedder(server.baseUrl()).embed(texts).vectors();
    assertEquals(3, server.requests().size());
    for (int at = 0; at < texts.size(); at++) {
      assertEquals(-at, vectors.get(at)[0] / vectors.get(at)[2], 1e-4);
    }
  }

  @Test
  void aProviderThatRefusesIsAProblemWithItsSentence() throws IOException {
    server.requireKey("another");
    ProblemException refused =
        assertThrows(
            ProblemException.class, () -> embedder(server.baseUrl()).embed(List.of("tea")));
    assertEquals(Problem.PROVIDER_UNAVAILABLE, refused.problem());
    assertEquals(
        "The provider test did not accept this server's key. The operator of this server can"
            + " correct it.",
        refused.detail());

    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    ProblemException unreachable =
        assertThrows(
            ProblemException.class,
            () -> embedder(URI.create("http://localhost:" + port + "/v1")).embed(List.of("tea")));
    assertEquals(Problem.PROVIDER_UNAVAILABLE, unreachable.problem());
  }

  @Test
  void anAnswerWithoutAVectorForEachTextIsRefused() {
    for (String answer :
        List.of(
            "{\"data\":[]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":[1]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":7,\"embedding\":[1]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1,\"2\"]},{\"index\":1,\"embedding\":[1,2]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1,null]},{\"index\":1,\"embedding\":[1,2]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1,1e400]},{\"index\":1,\"embedding\":[1,2]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":{\"a\":1}},{\"index\":1,\"embedding\":{\"a\":1}}]}",
            "no JSON")) {
      server.script("embed-3", Script.answer(answer));
      ProblemException problem =
          assertThrows(
              ProblemException.class,
              () -> embedder(server.baseUrl()).embed(List.of("tea", "milk")),
              answer);
      assertEquals(Problem.PROVIDER_UNAVAILABLE, problem.problem(), answer);
    }
  }

  private static Embedder embedder(URI baseUrl) {
    Endpoint endpoint =
        new Endpoint(
            "test",
            baseUrl,
            Optional.of(new Endpoint.ApiKey("sk-test")),
            Map.of(),
            List.of(),
            Dialect.STANDARD,
            Timeouts.DEFAULT);
    OpenAiProvider provider =
        new OpenAiProvider(
            endpoint,
            new Bulkhead("test", Bulkhead.Limits.DEFAULT, Clock.systemUTC()),
            OpenAiProvider.Room.of(1024 * 1024, 1024 * 1024),
            ModelCapabilities.alone(Clock.systemUTC()));
    return new Embedders(Optional.empty(), model -> provider.relay(model, new SilentMeter()))
        .find(MODEL)
        .orElseThrow();
  }
}
