package io.parley.llm;

import io.parley.llm.ModelListing.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Which models there are. Reading never waits: it gives what is known and has whatever is due
/// asked for in the background, each provider by itself, so that a dead one costs nobody anything.
/// A list that cannot be had again stays, marked.
final class Catalogue {
  private static final Logger LOG = Logger.getLogger(Catalogue.class.getName());

  private final List<Source> sources;
  private final Clock clock;
  private final Duration refresh;
  private final Duration retry;
  private final Executor background;

  Catalogue(
      List<Provider> providers,
      Clock clock,
      Duration refresh,
      Duration retry,
      Executor background) {
    this.sources = providers.stream().map(Source::new).toList();
    this.clock = clock;
    this.refresh = refresh;
    this.retry = retry;
    this.background = background;
  }

  ModelListing list() {
    refreshDue();
    List<Entry> models = new ArrayList<>();
    boolean stale = false;
    for (Source source : sources) {
      Known known = source.known;
      known.models.forEach(model -> models.add(entry(model, !known.failed)));
      stale |= known.failed && !known.models.isEmpty();
    }
    Instant fetchedAt =
        sources.stream()
            .flatMap(source -> source.known.fetchedAt.stream())
            .min(Comparator.naturalOrder())
            .orElseGet(clock::instant);
    return new ModelListing(models, fetchedAt, stale);
  }

  /// Whether a model may be asked. While a provider's list is not known, it gets the benefit of the
  /// doubt, and says itself what it does not have.
  boolean offers(ModelId id) {
    refreshDue();
    return sources.stream()
        .filter(source -> source.provider.name().equals(id.provider()))
        .map(source -> source.known)
        .anyMatch(known ->
            known.fetchedAt.isEmpty()
                || known.models.stream().anyMatch(model -> model.id().equals(id)));
  }

  /// Asks, in the background, every provider whose time has come.
  void refreshDue() {
    Instant now = clock.instant();
    for (Source source : sources) {
      if (source.begin(now)) {
        background.execute(() -> ask(source));
      }
    }
  }

  private void ask(Source source) {
    Known before = source.known;
    try {
      List<Model> models = source.provider.models();
      if (before.failed) {
        LOG.info(() -> "The provider " + source.provider.name() + " answers again");
      }
      source.end(new Known(models, Optional.of(clock.instant()), false), refresh);
    } catch (RuntimeException e) {
      if (!before.failed && !before.models.isEmpty()) {
        LOG.warning(() -> "The provider " + source.provider.name() + " does not list its models");
      }
      LOG.log(Level.FINE, "The cause", e);
      source.end(new Known(before.models, before.fetchedAt, true), retry);
    }
  }

  private static Entry entry(Model model, boolean available) {
    ModelId id = model.id();
    return new Entry(id, id.provider(), id.name(), model.contextLength(), available);
  }

  private record Known(List<Model> models, Optional<Instant> fetchedAt, boolean failed) {}

  private final class Source {
    final Provider provider;
    volatile Known known = new Known(List.of(), Optional.empty(), false);
    private Instant due = Instant.MIN;
    private boolean asking;

    Source(Provider provider) {
      this.provider = provider;
    }

    synchronized boolean begin(Instant now) {
      if (asking || now.isBefore(due)) {
        return false;
      }
      asking = true;
      return true;
    }

    synchronized void end(Known news, Duration until) {
      known = news;
      due = clock.instant().plus(until);
      asking = false;
    }
  }
}
