package io.parley.llm;

import io.parley.llm.Endpoint.ApiKey;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the providers in the configuration: `parley.llm.providers.<name>.*`, and those who are
/// known by a variable alone.
final class Endpoints {
  static final String PROVIDERS = "parley.llm.providers.";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern KEY = Pattern.compile("parley\\.llm\\.providers\\.([^.]+)\\..+");

  /// An environment has no dots and no hyphens: `PARLEY_LLM_PROVIDERS_MY_LAB_BASE_URL` is of
  /// `my-lab`.
  private static final Pattern VARIABLE =
      Pattern.compile("PARLEY_LLM_PROVIDERS_([A-Z0-9_]+?)_(BASE_URL|API_KEY)");

  private final ConfigValues of;
  private final Timeouts timeouts;

  /// @param timeouts of providers that have none of their own
  Endpoints(ConfigValues of, Timeouts timeouts) {
    this.of = of;
    this.timeouts = timeouts;
  }

  List<Endpoint> all() {
    Set<String> names = configured();
    if (of.is("parley.llm.ollama", true)) {
      names.add(KnownProvider.OLLAMA.wire());
    }
    return names.stream().map(this::endpoint).toList();
  }

  /// Those that somebody has set up, without the Ollama that is looked for unasked.
  Set<String> configured() {
    Set<String> names = new TreeSet<>();
    for (String key : of.keys()) {
      Matcher dotted = KEY.matcher(key);
      Matcher variable = VARIABLE.matcher(key);
      if (dotted.matches()) {
        names.add(dotted.group(1));
      } else if (variable.matches()) {
        names.add(variable.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    for (KnownProvider known : KnownProvider.values()) {
      String sign = known.selfHosted() ? known.addressVariable() : known.keyVariable();
      boolean wanted = known != KnownProvider.OLLAMA || of.is("parley.llm.ollama", true);
      if (wanted && of.text(sign).isPresent()) {
        names.add(known.wire());
      }
    }
    return names;
  }

  private Endpoint endpoint(String name) {
    if (!NAME.matcher(name).matches() || name.equals(LlmConfig.GUIDE.provider())) {
      throw new IllegalArgumentException(
          PROVIDERS
              + name
              + ": a provider's name is lower-case letters, digits and hyphens, and"
              + " not \"demo\"");
    }
    String prefix = PROVIDERS + name + ".";
    Optional<KnownProvider> known = KnownProvider.named(name);
    String url =
        of.text(prefix + "base-url")
            .or(() -> known.map(one -> one.url(of.text(one.addressVariable()))))
            .orElseThrow(() -> new IllegalArgumentException(prefix + "base-url is missing"));
    Optional<String> key =
        of.text(prefix + "api-key").or(() -> known.flatMap(one -> of.text(one.keyVariable())));
    return new Endpoint(
        name,
        url(prefix, url),
        key.map(ApiKey::new),
        headers(prefix, known),
        of.list(prefix + "models"),
        dialect(prefix, known),
        new Timeouts(
            of.duration(prefix + "connect-timeout", timeouts.connect()),
            of.duration(prefix + "first-token-timeout", timeouts.firstToken()),
            of.duration(prefix + "between-tokens-timeout", timeouts.betweenTokens())));
  }

  private Map<String, String> headers(String prefix, Optional<KnownProvider> known) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String dotted = prefix + "headers.";
    String variable = dotted.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    for (String key : of.keys()) {
      Optional<String> header =
          key.startsWith(dotted)
              ? Optional.of(key.substring(dotted.length()))
              : key.startsWith(variable)
                  ? Optional.of(
                      key.substring(variable.length()).toLowerCase(Locale.ROOT).replace('_', '-'))
                  : Optional.empty();
      header.ifPresent(name -> of.text(key).ifPresent(value -> headers.putIfAbsent(name, value)));
    }
    if (known.filter(KnownProvider.OPENROUTER::equals).isPresent()) {
      // By these its pages say which application asked.
      headers.putIfAbsent("X-Title", of.text("APP_TITLE").orElse("Parley"));
      of.text("APP_URL").ifPresent(url -> headers.putIfAbsent("HTTP-Referer", url));
    }
    return headers;
  }

  private Dialect dialect(String prefix, Optional<KnownProvider> known) {
    return of.text(prefix + "dialect")
        .map(name ->
            KnownProvider.named(name)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        prefix + "dialect is not the name of a known provider")))
        .or(() -> known)
        .map(KnownProvider::dialect)
        .orElse(Dialect.STANDARD);
  }

  /// The text is not repeated in the message: it may hold a password.
  private static URI url(String prefix, String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(prefix + "base-url is not an address");
    }
    throw new IllegalArgumentException(prefix + "base-url is not an http address");
  }
}
