package io.parley.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.apikey.ApiKey;
import io.parley.event.AllowedModels;
import io.parley.llm.Embedder;
import io.parley.llm.Model;
import io.parley.llm.ModelId;
import io.parley.llm.ModelListing;
import io.parley.llm.Models;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// `GET /v1/models` and `GET /v1/models/{id}`: the models that a key may use.
final class ModelList {
  private static final ModelListing NOTHING =
      new ModelListing(List.of(), List.of(), Instant.EPOCH, false);

  private final Models models;
  private final Optional<Embedder> embedder;

  /// The list that most keys get, written once: it can have thousands of models, and each caller
  /// takes it at their own pace.
  private volatile Written all = new Written(NOTHING, new byte[0]);

  /// A list and the document that it is.
  private static final class Written {
    private final ModelListing listing;
    private final byte[] json;

    Written(ModelListing listing, byte[] json) {
      this.listing = listing;
      this.json = json;
    }

    /// A list that has not changed is the same object; to compare thousands of models costs more
    /// than to write them.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ModelListing other) {
      return listing == other;
    }
  }

  /// @param embedder on this machine, which is listed, too; it also reads longer texts than its
  ///   window
  ModelList(Models models, Optional<Embedder> embedder) {
    this.models = models;
    this.embedder = embedder;
  }

  void all(ApiKey key, Exchange exchange) throws IOException {
    ModelListing listing = models.list();
    if (key.allowed().isRestricted()) {
      exchange.answer(written(listing, embedder, key.allowed()));
      return;
    }
    Written last = all;
    if (!last.isOf(listing)) {
      last = new Written(listing, written(listing, embedder, key.allowed()));
      all = last;
    }
    exchange.answer(last.json);
  }

  static byte[] written(ModelListing listing, Optional<Embedder> embedder, AllowedModels allowed) {
    ObjectNode list = Json.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    listing.models().stream()
        .filter(entry -> allowed.permit(entry.id().toString()))
        .forEach(entry -> data.add(model(entry.id(), listing.fetchedAt(), entry.contextLength())));
    embedder
        .filter(here -> allowed.permit(here.model().toString()))
        .ifPresent(here ->
            data.add(model(here.model(), listing.fetchedAt(), here.limits().windowTokens())));
    return Json.write(list).getBytes(StandardCharsets.UTF_8);
  }

  /// @param name with or without its slashes encoded
  void one(String name, ApiKey key, Exchange exchange) throws IOException {
    Optional<Embedder> embeds = embedder.filter(here -> here.model().toString().equals(name));
    ModelId id =
        embeds
            .map(Embedder::model)
            .or(() -> models.findListed(name))
            .filter(found -> key.allowed().permit(found.toString()))
            .orElseThrow(() -> OpenAiError.noModel(name));
    OptionalInt length =
        embeds
            .map(here -> here.limits().windowTokens())
            .or(() -> models.describe(id).map(Model::contextLength))
            .orElse(OptionalInt.empty());
    exchange.answer(model(id, models.list().fetchedAt(), length));
  }

  /// Providers do not all tell when a model was made: `created` is when we heard of it. The length
  /// of its context, in tokens, is no field of OpenAI's, but many clients look for it.
  private static ObjectNode model(ModelId id, Instant heard, OptionalInt contextLength) {
    ObjectNode model =
        Json.MAPPER
            .createObjectNode()
            .put("id", id.toString())
            .put("object", "model")
            .put("created", heard.getEpochSecond())
            .put("owned_by", id.provider());
    contextLength.ifPresent(tokens -> model.put("context_length", tokens));
    return model;
  }
}
