package io.parley.llm;

import io.parley.event.AllowedModels;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Which models there are, as `GET /api/models` shows it. `fetchedAt` is when the provider asked
/// longest ago was asked; `stale` says that one could not be asked when it was time, and its models
/// have `available: false`. `providers` says why a provider offers nothing.
public record ModelListing(
    List<Entry> models, List<ProviderState> providers, Instant fetchedAt, boolean stale) {
  public ModelListing {
    models = List.copyOf(models);
    providers = List.copyOf(providers);
  }

  /// Those of them that somebody may use.
  ModelListing of(AllowedModels allowed) {
    return allowed.isRestricted()
        ? new ModelListing(
            models.stream().filter(entry -> allowed.permit(entry.id().toString())).toList(),
            providers.stream().filter(one -> mayUseSome(allowed, one.name() + "/")).toList(),
            fetchedAt,
            stale)
        : this;
  }

  /// Whether a pattern leaves room for a model whose name begins so.
  private static boolean mayUseSome(AllowedModels allowed, String prefix) {
    return allowed.patterns().stream()
        .anyMatch(pattern -> {
          int star = pattern.indexOf('*');
          return pattern.startsWith(prefix)
              || (star >= 0 && prefix.startsWith(pattern.substring(0, star)));
        });
  }

  @Schema(name = "ProviderState")
  public record ProviderState(
      String name,
      boolean available,
      @Schema(
              description = "What is wrong and what to do, in English",
              implementation = String.class)
          Optional<String> problem,
      @Schema(description = "Time at which this node noticed the problem")
          Optional<Instant> since) {}

  public record Entry(
      ModelId id,
      String provider,
      @Schema(description = "For people: the provider's own name for it, where it has one")
          String name,
      @Schema(description = "In tokens, if the provider sends it") OptionalInt contextLength,
      @Schema(description = "If the provider lists prices") Optional<Pricing> pricing,
      Capabilities capabilities,
      boolean available) {
    static Entry of(Model model, Capabilities capabilities, boolean available) {
      ModelId id = model.id();
      return new Entry(
          id,
          id.provider(),
          model.title().orElse(id.name()),
          model.contextLength(),
          model
              .prices()
              .map(prices -> new Pricing(prices.prompt(), prices.completion(), Prices.CURRENCY)),
          capabilities,
          available);
    }
  }

  public record Pricing(
      @Schema(description = "Price of each token of a prompt") BigDecimal prompt,
      @Schema(description = "Price of each token of a reply") BigDecimal completion,
      @Schema(description = "ISO 4217", examples = "\"USD\"") String currency) {}
}
