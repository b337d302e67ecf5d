package io.parley.llm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The providers whose address and peculiarities need not be configured. Each is known by two
/// variables, `<NAME>_API_KEY` and `<NAME>_BASE_URL`.
@SuppressWarnings("ImmutableEnumChecker") // a dialect's collections are copies
enum KnownProvider {
  OPENAI("https://api.openai.com/v1", Dialect.NEWER),
  OPENROUTER("https://openrouter.ai/api/v1", Dialect.STANDARD),
  GROQ("https://api.groq.com/openai/v1", Dialect.NEWER),
  NVIDIA("https://integrate.api.nvidia.com/v1", Dialect.STANDARD),
  CEREBRAS("https://api.cerebras.ai/v1", Dialect.NEWER),
  DEEPSEEK("https://api.deepseek.com/v1", Dialect.STANDARD),
  MISTRAL("https://api.mistral.ai/v1", Dialect.MISTRAL),
  OLLAMA("http://localhost:11434/v1", Dialect.STANDARD),
  VLLM("http://localhost:8000/v1", Dialect.STANDARD);

  /// What may end before `/v1`, and a query.
  private static final Pattern OWN = Pattern.compile("^([^?#]*?)/*(?:/v1)?/*([?#].*)?$");

  private final String url;
  private final Dialect dialect;

  KnownProvider(String url, Dialect dialect) {
    this.url = url;
    this.dialect = dialect;
  }

  static Optional<KnownProvider> named(String name) {
    return Arrays.stream(values()).filter(known -> known.wire().equals(name)).findFirst();
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  String keyVariable() {
    return name() + "_API_KEY";
  }

  String addressVariable() {
    return name() + "_BASE_URL";
  }

  /// Served by its user: there because somebody gave its address, not a key.
  boolean selfHosted() {
    return this == OLLAMA || this == VLLM;
  }

  Dialect dialect() {
    return dialect;
  }

  /// @param address what the variable says. That of a server of one's own may end before `/v1`,
  ///   which is where it speaks OpenAI's protocol
  String url(Optional<String> address) {
    return selfHosted()
        ? OWN.matcher(address.orElse(url).strip()).replaceFirst("$1/v1$2")
        : address.orElse(url);
  }
}
