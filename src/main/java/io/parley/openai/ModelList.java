package io.parley.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.identity.ApiKey;
import io.parley.llm.LocalEmbeddings;
import io.parley.llm.ModelId;
import io.parley.llm.ModelListing;
import io.parley.llm.Models;
import io.parley.platform.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// `GET /v1/models` and `GET /v1/models/{id}`: the models that a key may use.
final class ModelList {
  private final Models models;

  ModelList(Models models) {
    this.models = models;
  }

  void all(ApiKey key, Exchange exchange) throws IOException {
    ModelListing listing = models.list();
    ObjectNode list = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    Stream.concat(
            listing.models().stream().map(ModelListing.Entry::id), Stream.of(LocalEmbeddings.MODEL))
        .filter(id -> key.allowed().permit(id.toString()))
        .forEach(id -> data.add(model(id, listing.fetchedAt())));
    exchange.answer(list);
  }

  /// @param name with or without its slashes encoded
  void one(String name, ApiKey key, Exchange exchange) throws IOException {
    ModelId id =
        Optional.of(LocalEmbeddings.MODEL)
            .filter(local -> local.toString().equals(name))
            .or(() -> models.find(name))
            .filter(found -> key.allowed().permit(found.toString()))
            .orElseThrow(() -> OpenAiError.noModel(name));
    exchange.answer(model(id, models.list().fetchedAt()));
  }

  /// Providers do not all tell when a model was made: `created` is when we heard of it.
  private static ObjectNode model(ModelId id, Instant heard) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", id.toString())
        .put("object", "model")
        .put("created", heard.getEpochSecond())
        .put("owned_by", id.provider());
  }
}
