package io.parley.llm;

import io.parley.llm.Endpoint.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Configuration of this package: `parley.llm.*` and the variables that everybody knows; see
/// docs/configuration.md.
///
/// @param defaultModel the model where nobody chose one
/// @param refresh how long a provider's list of models is good
/// @param retry how soon a provider that did not answer is asked again
record LlmConfig(
    List<Endpoint> endpoints,
    ModelId defaultModel,
    Timeouts timeouts,
    Duration refresh,
    Duration retry) {

  static final ModelId GUIDE = new ModelId("demo", "guide");
  private static final String PROVIDERS = "parley.llm.providers.";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern KEY = Pattern.compile("parley\\.llm\\.providers\\.([^.]+)\\..+");

  /// An environment has no dots and no hyphens: `PARLEY_LLM_PROVIDERS_MY_LAB_BASE_URL` is of
  /// `my-lab`.
  private static final Pattern VARIABLE =
      Pattern.compile("PARLEY_LLM_PROVIDERS_([A-Z0-9_]+?)_(BASE_URL|API_KEY)");

  LlmConfig {
    endpoints = List.copyOf(endpoints);
    if (refresh.isNegative() || !retry.isPositive()) {
      throw new IllegalArgumentException("parley.llm.models: times must be positive");
    }
  }

  /// @param values the configured text of a key
  /// @param keys all keys that are configured
  static LlmConfig from(Function<String, Optional<String>> values, Iterable<String> keys) {
    Values of = new Values(values);
    List<Endpoint> endpoints = new ArrayList<>();
    for (String name : names(of, keys)) {
      endpoints.add(endpoint(name, of, keys));
    }
    return new LlmConfig(
        endpoints,
        of.text("parley.llm.default-model")
            .or(() -> of.text("MODEL_NAME"))
            .map(LlmConfig::model)
            .orElse(GUIDE),
        new Timeouts(
            of.duration("parley.llm.connect-timeout", Timeouts.DEFAULT.connect()),
            of.duration("parley.llm.first-token-timeout", Timeouts.DEFAULT.firstToken()),
            of.duration("parley.llm.between-tokens-timeout", Timeouts.DEFAULT.betweenTokens())),
        of.duration("parley.llm.models-refresh", Duration.ofHours(1)),
        of.duration("parley.llm.models-retry", Duration.ofSeconds(30)));
  }

  private static Set<String> names(Values of, Iterable<String> keys) {
    Set<String> names = new TreeSet<>();
    for (String key : keys) {
      Matcher dotted = KEY.matcher(key);
      Matcher variable = VARIABLE.matcher(key);
      if (dotted.matches()) {
        names.add(dotted.group(1));
      } else if (variable.matches()) {
        names.add(variable.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    if (of.text("OPENAI_API_KEY").isPresent()) {
      names.add("openai");
    }
    if (of.text("parley.llm.ollama").map(Boolean::parseBoolean).orElse(true)) {
      names.add("ollama");
    }
    return names;
  }

  private static Endpoint endpoint(String name, Values of, Iterable<String> keys) {
    if (!NAME.matcher(name).matches() || name.equals(GUIDE.provider())) {
      throw new IllegalArgumentException(
          PROVIDERS
              + name
              + ": a provider's name is lower-case letters, digits and hyphens, and"
              + " not \"demo\"");
    }
    String prefix = PROVIDERS + name + ".";
    Optional<String> url = of.text(prefix + "base-url").or(() -> usualUrl(name, of));
    if (url.isEmpty()) {
      throw new IllegalArgumentException(prefix + "base-url is missing");
    }
    Optional<String> key =
        of.text(prefix + "api-key")
            .or(() -> name.equals("openai") ? of.text("OPENAI_API_KEY") : Optional.empty());
    return new Endpoint(
        name,
        url(prefix, url.get()),
        key.map(ApiKey::new),
        headers(prefix, of, keys),
        of.list(prefix + "models"));
  }

  private static Optional<String> usualUrl(String name, Values of) {
    return switch (name) {
      case "openai" -> Optional.of(of.text("OPENAI_BASE_URL").orElse("https://api.openai.com/v1"));
      case "ollama" -> Optional.of(ollama(of));
      default -> Optional.empty();
    };
  }

  /// Ollama's own variable has no `/v1`, which is where it speaks OpenAI's protocol.
  private static String ollama(Values of) {
    String url = of.text("OLLAMA_BASE_URL").orElse("http://localhost:11434");
    return url.replaceFirst("/+$", "").replaceFirst("/v1$", "") + "/v1";
  }

  private static Map<String, String> headers(String prefix, Values of, Iterable<String> keys) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String dotted = prefix + "headers.";
    String variable = dotted.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    for (String key : keys) {
      Optional<String> header =
          key.startsWith(dotted)
              ? Optional.of(key.substring(dotted.length()))
              : key.startsWith(variable)
                  ? Optional.of(
                      key.substring(variable.length()).toLowerCase(Locale.ROOT).replace('_', '-'))
                  : Optional.empty();
      header.ifPresent(name -> of.text(key).ifPresent(value -> headers.putIfAbsent(name, value)));
    }
    return headers;
  }

  private static URI url(String prefix, String text) {
    URI url = URI.create(text);
    if (url.getAuthority() == null
        || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
      throw new IllegalArgumentException(prefix + "base-url is not an http address");
    }
    return url;
  }

  private static ModelId model(String text) {
    return ModelId.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("parley.llm.default-model is not provider/model"));
  }

  private record Values(Function<String, Optional<String>> values) {
    Optional<String> text(String key) {
      return values.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    List<String> list(String key) {
      return text(key).stream()
          .flatMap(list -> Stream.of(list.split(",", -1)))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .toList();
    }

    Duration duration(String key, Duration otherwise) {
      Duration duration = text(key).map(Duration::parse).orElse(otherwise);
      if (!duration.isPositive()) {
        throw new IllegalArgumentException(key + " must be positive");
      }
      return duration;
    }
  }
}
