package io.parley.llm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// What is known of what each model takes: from the configuration; else from its own refusals, for
/// a while; else from its provider's list. Reading never waits. Safe for use by many threads.
final class ModelCapabilities {
  private static final Logger LOG = System.getLogger(ModelCapabilities.class.getName());

  /// Models whose refusals are remembered. Names typed by hand reach a provider too, so there is no
  /// other end to them.
  private static final int MAX_MODELS = 2_000;

  private final ConfiguredCapabilities configured;
  private final SharedLessons shared;
  private final Clock clock;
  private final Duration kept;
  private final Executor background;
  private final Map<ModelId, Lessons> learnt = new ConcurrentHashMap<>();
  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final Map<String, Capabilities> dialects = new ConcurrentHashMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile Function<ModelId, Optional<Model>> list = _ -> Optional.empty();

  /// @param kept how long a refusal is remembered
  /// @param background writes what others are to know
  ModelCapabilities(
      ConfiguredCapabilities configured,
      SharedLessons shared,
      Clock clock,
      Duration kept,
      Executor background) {
    this.configured = configured;
    this.shared = shared;
    this.clock = clock;
    this.kept = kept;
    this.background = background;
  }

  /// Each node for itself, and nothing configured.
  static ModelCapabilities alone(Clock clock) {
    return new ModelCapabilities(
        ConfiguredCapabilities.NONE, SharedLessons.NONE, clock, Duration.ofDays(1), Runnable::run);
  }

  /// @param models what is listed of a model
  void readFrom(Function<ModelId, Optional<Model>> models) {
    list = models;
  }

  /// A provider whose models are asked at this address for this account: others with the same name
  /// teach nothing about them.
  void provider(Endpoint endpoint) {
    accounts.put(endpoint.name(), endpoint.fingerprint());
    dialects.put(endpoint.name(), endpoint.dialect().capabilities());
  }

  AdaptedRequest adapt(ModelId model, Dialect provider, byte[] request) {
    return new AdaptedRequest(this, model, provider, request);
  }

  /// How to ask a model, beyond what its provider's dialect says.
  Dialect dialect(ModelId model) {
    return dialect(model, List.of());
  }

  /// @param news what it has just refused as well
  Dialect dialect(ModelId model, Collection<Lesson> news) {
    Collection<Lesson> lessons = lessons(model, news);
    return lessons.isEmpty() ? Dialect.STANDARD : Lessons.dialect(lessons);
  }

  private Collection<Lesson> lessons(ModelId model, Collection<Lesson> news) {
    Lessons own = lessons(model);
    Capabilities told = configured.of(model);
    Capabilities listed = list.apply(model).map(Model::capabilities).orElse(Capabilities.UNKNOWN);
    if (own.isEmpty() && told.isUnknown() && listed.isUnknown()) {
      return news;
    }
    Set<Lesson> all = new HashSet<>(own.until().keySet());
    all.removeAll(contradicted(told));
    all.addAll(taught(told.or(own.capabilities()).or(listed)));
    all.addAll(news);
    return all;
  }

  private static List<Lesson> taught(Capabilities known) {
    List<Lesson> lessons = new ArrayList<>();
    add(lessons, known.system(), false, Lesson.of(Lesson.Kind.NO_SYSTEM));
    add(lessons, known.temperature(), false, Lesson.omit("temperature"));
    add(lessons, known.streamOptions(), false, Lesson.omit("stream_options"));
    add(lessons, known.thinking(), false, Lesson.omit("reasoning_effort"));
    known
        .maxTokensParameter()
        .ifPresent(name -> lessons.add(new Lesson(Lesson.Kind.RENAME, Lesson.otherLimit(name))));
    return lessons;
  }

  /// The configuration knows better than a refusal.
  private static List<Lesson> contradicted(Capabilities told) {
    List<Lesson> lessons = new ArrayList<>();
    add(lessons, told.system(), true, Lesson.of(Lesson.Kind.NO_SYSTEM));
    add(lessons, told.temperature(), true, Lesson.omit("temperature"));
    add(lessons, told.streamOptions(), true, Lesson.omit("stream_options"));
    add(lessons, told.thinking(), true, Lesson.omit("reasoning_effort"));
    told.maxTokensParameter().ifPresent(name -> lessons.add(new Lesson(Lesson.Kind.RENAME, name)));
    return lessons;
  }

  private static void add(
      List<Lesson> lessons, Optional<Boolean> known, boolean value, Lesson lesson) {
    if (known.filter(is -> is == value).isPresent()) {
      lessons.add(lesson);
    }
  }

  /// For those who choose a model.
  ///
  /// @param listed what its provider tells
  Capabilities of(ModelId model, Capabilities listed) {
    return configured
        .of(model)
        .or(lessons(model).capabilities())
        .or(listed)
        .or(dialects.getOrDefault(model.provider(), Capabilities.UNKNOWN));
  }

  private Lessons lessons(ModelId model) {
    Lessons known = learnt.get(model);
    return known == null ? Lessons.NONE : known.at(clock.instant());
  }

  /// Remembers what a model has refused.
  void learn(ModelId model, Collection<Lesson> lessons) {
    Instant until = clock.instant().plus(kept);
    Lessons before = lessons(model);
    Lessons after = before.with(lessons, until);
    if (learnt.size() >= MAX_MODELS && !learnt.containsKey(model)) {
      return;
    }
    learnt.put(model, after);
    if (!before.until().keySet().containsAll(lessons)) {
      changes.incrementAndGet();
      LOG.log(
          Level.INFO, () -> model + " refuses " + words(lessons) + "; requests to it are changed");
      String account = accounts.getOrDefault(model.provider(), "");
      background.execute(() -> shared.write(account + ":" + model, after));
    }
  }

  private static String words(Collection<Lesson> lessons) {
    return String.join(
        ", ",
        lessons.stream()
            .map(lesson ->
                switch (lesson.kind()) {
                  case OMIT, RENAME -> lesson.parameter();
                  case NO_SYSTEM -> "system messages";
                  case NO_DEVELOPER -> "developer messages";
                  case NO_TOOLS -> "tools";
                  case NO_VISION -> "images";
                })
            .toList());
  }

  /// Forgets what is old, and takes over what other nodes have learnt.
  void refresh() {
    Instant now = clock.instant();
    boolean old = learnt.values().stream().anyMatch(lessons -> !lessons.at(now).equals(lessons));
    learnt.replaceAll((_, lessons) -> lessons.at(now));
    learnt.values().removeIf(Lessons::isEmpty);
    boolean news = false;
    for (Map.Entry<String, Lessons> entry : shared.read().entrySet()) {
      news |= takeOver(entry.getKey(), entry.getValue(), now);
    }
    if (old || news) {
      changes.incrementAndGet();
    }
  }

  private boolean takeOver(String name, Lessons others, Instant now) {
    Lessons good = others.at(now);
    if (good.isEmpty()) {
      shared.write(name, good);
      return false;
    }
    int colon = name.indexOf(':');
    Optional<ModelId> model =
        ModelId.parse(name.substring(colon + 1))
            .filter(id ->
                accounts
                    .getOrDefault(id.provider(), "")
                    .equals(name.substring(0, Math.max(0, colon))));
    if (model.isEmpty() || (learnt.size() >= MAX_MODELS && !learnt.containsKey(model.get()))) {
      return false;
    }
    Lessons before = lessons(model.get());
    Lessons after = before.and(good);
    learnt.put(model.get(), after);
    return !before.equals(after);
  }

  /// Of how many models something is remembered.
  int remembered() {
    return learnt.size();
  }

  /// How often what [#of] says may have changed.
  int changes() {
    return changes.get();
  }
}
