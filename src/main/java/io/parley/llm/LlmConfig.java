package io.parley.llm;

import io.parley.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Configuration of this package: `parley.llm.*` and the variables that everybody knows; see
/// docs/configuration-reference.md.
///
/// @param defaultModel the model where nobody chose one
/// @param limits what each provider gets, and when it is left alone
/// @param refresh how long a provider's list of models is good
/// @param maxEventBytes of one event in a provider's stream
/// @param maxAnswerBytes of a provider's answer in one piece
/// @param retry how soon a provider that did not answer is asked again
/// @param unasked providers that nobody has set up, and that are looked for all the same
/// @param capabilities what is configured of models
/// @param refusalsKept how long it is remembered what a model has refused
record LlmConfig(
    List<Endpoint> endpoints,
    ModelId defaultModel,
    Fallbacks fallbacks,
    Bulkhead.Limits limits,
    int maxEventBytes,
    int maxAnswerBytes,
    Duration refresh,
    Duration retry,
    Set<String> unasked,
    ConfiguredCapabilities capabilities,
    Duration refusalsKept) {

  /// A token takes a few hundred; a picture takes millions.
  static final int MAX_EVENT_BYTES = 8 * 1024 * 1024;

  static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

  static final ModelId GUIDE = new ModelId("demo", "guide");

  LlmConfig {
    endpoints = List.copyOf(endpoints);
    unasked = Set.copyOf(unasked);
  }

  /// @param values the configured text of a key
  /// @param keys all keys that are configured
  static LlmConfig from(Function<String, Optional<String>> values, Iterable<String> keys) {
    Settings of = Settings.of(values, keys);
    Timeouts timeouts =
        new Timeouts(
            of.duration("parley.llm.connect-timeout", Timeouts.DEFAULT.connect()),
            of.duration("parley.llm.first-token-timeout", Timeouts.DEFAULT.firstToken()),
            of.duration("parley.llm.between-tokens-timeout", Timeouts.DEFAULT.betweenTokens()),
            of.duration("parley.llm.keep-alive-timeout", Timeouts.DEFAULT.keepAlive()));
    Endpoints endpoints = new Endpoints(of, timeouts);
    List<Endpoint> all = endpoints.all();
    return new LlmConfig(
        all,
        of.text("parley.llm.default-model")
            .or(() -> of.text("MODEL_NAME"))
            .map(name -> defaultModel(name, all, endpoints.configured()))
            .orElse(GUIDE),
        Fallbacks.from(of, names(all)),
        new Bulkhead.Limits(
            of.number("parley.llm.breaker-failures", Bulkhead.Limits.DEFAULT.failures()),
            of.duration("parley.llm.breaker-pause", Bulkhead.Limits.DEFAULT.pause()),
            of.number("parley.llm.concurrent", Bulkhead.Limits.DEFAULT.concurrent())),
        of.number("parley.llm.max-event-bytes", MAX_EVENT_BYTES),
        of.number("parley.llm.max-answer-bytes", MAX_ANSWER_BYTES),
        of.duration("parley.llm.models-refresh", Duration.ofHours(1)),
        of.duration("parley.llm.models-retry", Duration.ofSeconds(30)),
        all.stream()
            .map(Endpoint::name)
            .filter(name -> !endpoints.configured().contains(name))
            .collect(Collectors.toUnmodifiableSet()),
        ConfiguredCapabilities.from(of, names(all)),
        of.duration("parley.llm.capabilities-ttl", Duration.ofDays(1)));
  }

  private static Set<String> names(List<Endpoint> endpoints) {
    return Stream.concat(Stream.of(GUIDE.provider()), endpoints.stream().map(Endpoint::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// `provider/model`; or a model's name alone, slashes and all, where there is no doubt whose it
  /// is: only one provider is set up, or an Ollama that is looked for is the only one there can be.
  private static ModelId defaultModel(
      String name, List<Endpoint> endpoints, Set<String> configured) {
    Optional<ModelId> full =
        ModelId.parse(name)
            .filter(id ->
                id.provider().equals(GUIDE.provider())
                    || endpoints.stream().anyMatch(one -> one.name().equals(id.provider())));
    if (full.isPresent()) {
      return full.get();
    }
    List<String> owners =
        configured.isEmpty()
            ? endpoints.stream().map(Endpoint::name).toList()
            : List.copyOf(configured);
    if (owners.size() != 1) {
      throw new IllegalArgumentException(
          "MODEL_NAME (parley.llm.default-model) is not provider/model with a provider that is set"
              + " up, and a name alone needs exactly one provider");
    }
    return ModelId.of(owners.getFirst() + "/" + name);
  }
}
