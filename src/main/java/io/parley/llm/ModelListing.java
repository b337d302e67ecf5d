package io.parley.llm;

import io.parley.identity.AllowedModels;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Which models there are, as `GET /api/models` shows it. `fetchedAt` is when the provider asked
/// longest ago was asked; `stale` says that one could not be asked when it was time, and its models
/// have `available: false`.
public record ModelListing(List<Entry> models, Instant fetchedAt, boolean stale) {
  public ModelListing {
    models = List.copyOf(models);
  }

  /// Those of them that somebody may use.
  ModelListing of(AllowedModels allowed) {
    return allowed.isRestricted()
        ? new ModelListing(
            models.stream().filter(entry -> allowed.permit(entry.id().toString())).toList(),
            fetchedAt,
            stale)
        : this;
  }

  public record Entry(
      ModelId id,
      String provider,
      @Schema(description = "For people: the provider's own name for it, where it has one")
          String name,
      @Schema(description = "In tokens, where the provider tells it") OptionalInt contextLength,
      @Schema(description = "Where the provider tells its prices") Optional<Pricing> pricing,
      boolean available) {
    static Entry of(Model model, boolean available) {
      ModelId id = model.id();
      return new Entry(
          id,
          id.provider(),
          model.title().orElse(id.name()),
          model.contextLength(),
          model
              .prices()
              .map(prices -> new Pricing(prices.prompt(), prices.completion(), Prices.CURRENCY)),
          available);
    }
  }

  public record Pricing(
      @Schema(description = "For each token that the model is given") BigDecimal prompt,
      @Schema(description = "For each token that the model gives") BigDecimal completion,
      @Schema(description = "ISO 4217", examples = "\"USD\"") String currency) {}
}
