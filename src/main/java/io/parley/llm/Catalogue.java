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
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Which models there are. Reading never waits: it gives what is known and has whatever is due
/// asked for in the background, each provider by itself, so that a dead one costs nobody anything.
/// What one node has heard the others read. A list that cannot be had again stays, marked.
final class Catalogue {
  private static final Logger LOG = Logger.getLogger(Catalogue.class.getName());

  /// How soon to look for what another node is asking for.
  private static final Duration SOON = Duration.ofSeconds(2);

  private final List<Source> sources;
  private final SharedLists shared;
  private final Clock clock;
  private final Duration refresh;
  private final Duration retry;
  private final Executor background;

  /// @param refresh how long a list is good
  /// @param retry how soon a provider that did not answer is asked again
  Catalogue(
      List<Provider> providers,
      SharedLists shared,
      Clock clock,
      Duration refresh,
      Duration retry,
      Executor background) {
    this.sources = providers.stream().map(Source::new).toList();
    this.shared = shared;
    this.clock = clock;
    this.refresh = refresh;
    this.retry = retry;
    this.background = background;
  }

  ModelListing list() {
    return list(_ -> true);
  }

  /// Only what one provider offers: nothing, if there is none of that name.
  ModelListing list(String provider) {
    return list(provider::equals);
  }

  private ModelListing list(Predicate<String> wanted) {
    refreshDue();
    List<Entry> models = new ArrayList<>();
    List<Instant> fetched = new ArrayList<>();
    boolean stale = false;
    for (Source source : sources) {
      KnownModels known = source.known;
      if (wanted.test(source.provider.name())) {
        known.models().forEach(model -> models.add(Entry.of(model, !known.failed())));
        known.fetchedAt().ifPresent(fetched::add);
        stale |= known.failed() && !known.models().isEmpty();
      }
    }
    Instant oldest = fetched.stream().min(Comparator.naturalOrder()).orElseGet(clock::instant);
    return new ModelListing(models, oldest, stale);
  }

  /// Whether a model may be asked. While a provider's list is not known, it gets the benefit of the
  /// doubt, and says itself what it does not have.
  boolean offers(ModelId id) {
    refreshDue();
    return known(id).anyMatch(known -> known.fetchedAt().isEmpty() || known.find(id).isPresent());
  }

  /// What its provider tells of a model.
  Optional<Model> find(ModelId id) {
    return known(id).flatMap(known -> known.find(id).stream()).findFirst();
  }

  private Stream<KnownModels> known(ModelId id) {
    return sources.stream()
        .filter(source -> source.provider.name().equals(id.provider()))
        .map(source -> source.known);
  }

  /// Asks, in the background, every provider whose time has come.
  void refreshDue() {
    Instant now = clock.instant();
    for (Source source : sources) {
      if (source.begin(now)) {
        background.execute(() -> learn(source));
      }
    }
  }

  private void learn(Source source) {
    Optional<String> shelf = source.provider.sharedAs();
    Optional<KnownModels> others = shelf.flatMap(shared::read);
    if (others.filter(known -> clock.instant().isBefore(due(known))).isPresent()) {
      source.end(others.get(), due(others.get()));
    } else if (shelf.isPresent() && !shared.claim(shelf.get())) {
      source.end(others.orElse(source.known), clock.instant().plus(SOON));
    } else {
      KnownModels heard = ask(source.provider, others.orElse(source.known));
      shelf.ifPresent(name -> shared.write(name, heard));
      source.end(heard, due(heard));
    }
  }

  private KnownModels ask(Provider provider, KnownModels before) {
    try {
      KnownModels heard = KnownModels.fetched(provider.models(), clock.instant());
      if (before.failed()) {
        LOG.info(() -> "The provider " + provider.name() + " answers again");
      }
      return heard;
    } catch (RuntimeException e) {
      if (!before.failed() && !before.models().isEmpty()) {
        LOG.warning(() -> "The provider " + provider.name() + " does not list its models");
      }
      LOG.log(Level.FINE, "The cause", e);
      return before.notAnswered(clock.instant());
    }
  }

  private Instant due(KnownModels known) {
    return known.due(refresh, retry);
  }

  private static final class Source {
    final Provider provider;
    volatile KnownModels known = KnownModels.NOTHING;
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

    synchronized void end(KnownModels news, Instant until) {
      known = news;
      due = until;
      asking = false;
    }
  }
}
