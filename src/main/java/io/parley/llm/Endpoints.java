package io.parley.llm;

import io.parley.config.Settings;
import io.parley.llm.Endpoint.ApiKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
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
      Pattern.compile("PARLEY_LLM_PROVIDERS_([A-Z0-9_]+?)_(BASE_URL|API_KEY|HEADERS_[A-Z0-9_]+)");

  private static final Logger LOG = System.getLogger(Endpoints.class.getName());

  /// What the JDK's client sets by itself, and lets nobody set.
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Settings of;
  private final Timeouts timeouts;

  /// @param timeouts of providers that have none of their own
  Endpoints(Settings of, Timeouts timeouts) {
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
        // The shortest name that fits: `…_AZ_HEADERS_API_KEY` is a header of `az`.
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
    Map<String, String> headers = headers(prefix, known);
    Dialect dialect = dialect(prefix, known);
    Optional<ApiKey> key =
        of.text(prefix + "api-key")
            .or(() -> known.flatMap(one -> of.text(one.keyVariable())))
            .map(ApiKey::new);
    try {
      BaseUrl url = url(prefix, known);
      boolean basic = key.isEmpty() && !headers.containsKey("Authorization");
      url.authorization().filter(_ -> basic).ifPresent(it -> headers.put("Authorization", it));
      checkHeaders(prefix, headers, key);
      List<String> models = of.list(prefix + "models");
      return new Endpoint(
          name,
          url.url(),
          key,
          headers,
          models.isEmpty() ? url.deployment().stream().toList() : models,
          dialect,
          timeouts(prefix));
    } catch (IllegalArgumentException e) {
      return unusable(name, dialect, String.valueOf(e.getMessage()));
    }
  }

  /// One that cannot be asked, and says why whenever somebody tries.
  private Endpoint unusable(String name, Dialect dialect, String problem) {
    LOG.log(Level.ERROR, () -> "The provider " + name + " cannot be asked: " + problem);
    String prefix = PROVIDERS + name + ".";
    return new Endpoint(
        name,
        Endpoint.NOWHERE,
        Optional.empty(),
        Map.of(),
        of.list(prefix + "models"),
        dialect,
        timeouts(prefix),
        Optional.of(problem));
  }

  private Timeouts timeouts(String prefix) {
    return new Timeouts(
        of.duration(prefix + "connect-timeout", timeouts.connect()),
        of.duration(prefix + "first-token-timeout", timeouts.firstToken()),
        of.duration(prefix + "between-tokens-timeout", timeouts.betweenTokens()),
        of.duration(prefix + "keep-alive-timeout", timeouts.keepAlive()));
  }

  private BaseUrl url(String prefix, Optional<KnownProvider> known) {
    String text =
        of.text(prefix + "base-url")
            .or(() -> known.map(one -> one.url(of.text(one.addressVariable()))))
            .orElseThrow(() -> new IllegalArgumentException(prefix + "base-url is missing"));
    BaseUrl url;
    try {
      url = BaseUrl.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(prefix + "base-url " + e.getMessage());
    }
    url.remarks().forEach(remark -> LOG.log(Level.WARNING, () -> prefix + "base-url " + remark));
    return url;
  }

  /// What the JDK would say holds the value, which may be a secret.
  private static void checkHeaders(
      String prefix, Map<String, String> headers, Optional<ApiKey> key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(Endpoint.NOWHERE);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT))
                ? prefix
                    + "headers."
                    + header.getKey()
                    + " is not for settings: each request has it"
                : prefix
                    + "headers."
                    + header.getKey()
                    + " is not a header: its name has letters, digits and hyphens, its value no"
                    + " line breaks");
      }
    }
    if (key.isPresent()) {
      try {
        request.setHeader("Authorization", "Bearer " + key.get().value());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            prefix + "api-key has a character that no header can have");
      }
    }
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
}
