package io.parley.llm;

import io.parley.llm.ModelListing.Entry;
import io.parley.llm.ModelListing.ProviderState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which models there are. Reading never waits: it gives what is known and has whatever is due
/// asked for in the background, each provider by itself, so that a dead one costs nobody anything.
/// What one node has heard the others read. A list that cannot be had again stays, marked.
final class Catalogue {
  private static final Logger LOG = System.getLogger(Catalogue.class.getName());

  /// How soon to look for what another node is asking for.
  private static final Duration SOON = Duration.ofSeconds(2);

  private final List<Source> sources;
  private final ModelListCache shared;
  private final Clock clock;
  private final Duration refresh;
  private final Duration retry;
  private final Executor background;

  /// By a provider's name, or nobody's for all: lists of thousands are put together when they
  /// change, not whenever somebody asks.
  private final Map<String, Listed> listed = new ConcurrentHashMap<>();

  private final ModelCapabilities capabilities;
  private final Set<String> unasked;
  private final AtomicInteger changes = new AtomicInteger();

  private record Listed(int asOf, ModelListing listing) {}

  /// @param capabilities what is known of models beyond their lists
  /// @param unasked providers that nobody has set up: while they are not found, nobody is told
  /// @param refresh how long a list is good
  /// @param retry how soon a provider that did not answer is asked again
  Catalogue(
      List<Provider> providers,
      ModelListCache shared,
      ModelCapabilities capabilities,
      Set<String> unasked,
      Clock clock,
      Duration refresh,
      Duration retry,
      Executor background) {
    this.sources = providers.stream().map(Source::new).toList();
    this.shared = shared;
    this.capabilities = capabilities;
    this.unasked = Set.copyOf(unasked);
    this.clock = clock;
    this.refresh = refresh;
    this.retry = retry;
    this.background = background;
  }

  ModelListing list() {
    return listed("", _ -> true);
  }

  /// Only what one provider offers: nothing, if there is none of that name.
  ModelListing list(String provider) {
    return sources.stream().anyMatch(source -> source.provider.name().equals(provider))
        ? listed(provider, provider::equals)
        : list(provider::equals);
  }

  private ModelListing listed(String name, Predicate<String> wanted) {
    refreshDue();
    int now = version();
    Listed last = listed.get(name);
    if (last == null || last.asOf() != now) {
      last = new Listed(now, list(wanted));
      listed.put(name, last);
    }
    return last.listing();
  }

  /// Rises with each of its parts.
  private int version() {
    int version = changes.get() + capabilities.changes();
    for (Source source : sources) {
      version += source.provider.changes();
    }
    return version;
  }

  private ModelListing list(Predicate<String> wanted) {
    List<Entry> models = new ArrayList<>();
    List<ProviderState> providers = new ArrayList<>();
    List<Instant> fetched = new ArrayList<>();
    boolean stale = false;
    for (Source source : sources) {
      KnownModels known = source.known;
      if (wanted.test(source.provider.name())) {
        known
            .models()
            .forEach(model ->
                models.add(
                    Entry.of(
                        model,
                        capabilities.of(model.id(), model.capabilities()),
                        !known.failed())));
        state(source).ifPresent(providers::add);
        known.fetchedAt().ifPresent(fetched::add);
        stale |= known.failed() && !known.models().isEmpty();
      }
    }
    Instant oldest = fetched.stream().min(Comparator.naturalOrder()).orElseGet(clock::instant);
    return new ModelListing(models, providers, oldest, stale);
  }

  private Optional<ProviderState> state(Source source) {
    String name = source.provider.name();
    KnownModels known = source.known;
    if (unasked.contains(name) && known.models().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> problem =
        known
            .problem()
            .or(source.provider::problem)
            .or(() ->
                known.fetchedAt().isEmpty()
                    ? Optional.of(ProviderProblem.NOT_ASKED)
                    : Optional.empty());
    return Optional.of(
        new ProviderState(
            name, problem.isEmpty(), problem, source.since(problem.isPresent(), clock.instant())));
  }

  /// Whether a model may be asked. A name that is not in its provider's list, which may be short or
  /// not known, gets the benefit of the doubt where the provider itself says what it does not have.
  boolean offers(ModelId id) {
    return lists(id) || sourcesOf(id).anyMatch(source -> source.provider.triesUnlisted());
  }

  /// Whether a model is in its provider's list, or may be, while that is not known.
  boolean lists(ModelId id) {
    refreshDue();
    return sourcesOf(id)
        .anyMatch(source -> source.known.fetchedAt().isEmpty() || source.find(id).isPresent());
  }

  /// What its provider tells of a model.
  Optional<Model> find(ModelId id) {
    return sourcesOf(id).flatMap(source -> source.find(id).stream()).findFirst();
  }

  private Stream<Source> sourcesOf(ModelId id) {
    return sources.stream().filter(source -> source.provider.name().equals(id.provider()));
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
      end(source, others.get(), due(others.get()));
    } else if (shelf.isPresent() && !shared.claim(shelf.get())) {
      end(source, others.orElse(source.known), clock.instant().plus(SOON));
    } else {
      KnownModels heard = ask(source.provider, others.orElse(source.known));
      shelf.ifPresent(name -> shared.write(name, heard));
      end(source, heard, due(heard));
    }
  }

  private void end(Source source, KnownModels news, Instant until) {
    KnownModels before = source.known;
    source.end(news, until);
    tell(source.provider.name(), before, news);
    boolean same = before.models().equals(news.models()) && before.problem().equals(news.problem());
    if (!same || before.failed() != news.failed() || !before.fetchedAt().equals(news.fetchedAt())) {
      changes.incrementAndGet();
    }
  }

  /// Once what is wrong, and once that it is well again, whichever node has asked.
  private void tell(String provider, KnownModels before, KnownModels news) {
    boolean isNews = before.problem().isPresent() != news.problem().isPresent();
    boolean nobodyAsked = unasked.contains(provider) && before.models().isEmpty();
    if (!isNews || nobodyAsked) {
      return;
    }
    if (news.problem().isPresent()) {
      LOG.log(Level.WARNING, () -> "The provider " + provider + ": " + news.problem().get());
    } else {
      LOG.log(Level.INFO, () -> "The provider " + provider + " lists its models again");
    }
  }

  private KnownModels ask(Provider provider, KnownModels before) {
    try {
      return KnownModels.fetched(provider.models(), clock.instant());
    } catch (ProviderFailure e) {
      LOG.log(Level.DEBUG, "The cause", e);
      return before.notAnswered(clock.instant(), e.detail());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "The list of models of " + provider.name(), e);
      return before.notAnswered(clock.instant(), ProviderProblem.of(FailureCode.PROVIDER_ERROR));
    }
  }

  private Instant due(KnownModels known) {
    return known.due(refresh, retry);
  }

  private static final class Source {
    final Provider provider;
    volatile KnownModels known = KnownModels.NOTHING;
    private volatile Map<ModelId, Model> byId = Map.of();
    private Instant due = Instant.MIN;
    private boolean asking;

    private Optional<Instant> ill = Optional.empty();

    Source(Provider provider) {
      this.provider = provider;
    }

    /// Since when it has had a problem without a break.
    synchronized Optional<Instant> since(boolean hasProblem, Instant now) {
      ill = hasProblem ? ill.or(() -> Optional.of(now)) : Optional.empty();
      return ill;
    }

    synchronized boolean begin(Instant now) {
      if (asking || now.isBefore(due)) {
        return false;
      }
      asking = true;
      return true;
    }

    Optional<Model> find(ModelId id) {
      return Optional.ofNullable(byId.get(id));
    }

    synchronized void end(KnownModels news, Instant until) {
      byId =
          news.models().stream()
              .collect(Collectors.toMap(Model::id, Function.identity(), (first, _) -> first));
      known = news;
      due = until;
      asking = false;
    }
  }
}
