package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.event.AllowedModels;
import io.parley.llm.Capabilities;
import io.parley.llm.LocalEmbeddings;
import io.parley.llm.ModelId;
import io.parley.llm.ModelListing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelListTest {
  @Test
  void theLengthOfAContextIsToldWhereItIsKnown() {
    ModelListing listing =
        new ModelListing(
            List.of(entry("a", OptionalInt.of(131_072)), entry("b", OptionalInt.empty())),
            List.of(),
            Instant.ofEpochSecond(7),
            false);
    JsonNode data = list(listing, List.of()).path("data");
    assertEquals(131_072, data.at("/0/context_length").asInt());
    assertFalse(data.get(1).has("context_length"));
    assertEquals("local/all-minilm-l6-v2", data.at("/2/id").asText());
    assertEquals(500, data.at("/2/context_length").asInt());
    assertEquals(1, list(listing, List.of("lab/b")).path("data").size());
  }

  @Test
  void anEmbeddingModelThatThisNodeDoesNotHaveIsNotListed() {
    ModelListing nothing = new ModelListing(List.of(), List.of(), Instant.EPOCH, false);
    assertEquals(1, list(nothing, List.of()).path("data").size());
    byte[] json = ModelList.written(nothing, Optional.empty(), new AllowedModels(List.of()));
    assertEquals(0, V1Client.parse(new String(json, StandardCharsets.UTF_8)).path("data").size());
  }

  private static JsonNode list(ModelListing listing, List<String> allowed) {
    try (LocalEmbeddings local = new LocalEmbeddings()) {
      byte[] json = ModelList.written(listing, Optional.of(local), new AllowedModels(allowed));
      return V1Client.parse(new String(json, StandardCharsets.UTF_8));
    }
  }

  private static ModelListing.Entry entry(String name, OptionalInt contextLength) {
    return new ModelListing.Entry(
        new ModelId("lab", name),
        "lab",
        name,
        contextLength,
        Optional.empty(),
        Capabilities.TEXT_ONLY,
        true);
  }
}
