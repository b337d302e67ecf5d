package io.parley.llm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A provider as the page "Connect a model" offers it: what its settings are called, and an address
/// to begin with.
///
/// @param id the first part of its models' names, and what a test names it by
/// @param baseUrl where it is, unless whoever sets it up says otherwise
/// @param needsKey whether it is set up by its key, and not by its address
/// @param model a model that it is known to have
record ProviderPreset(
    String id,
    String title,
    Optional<String> baseUrl,
    boolean needsKey,
    Optional<String> model,
    String note) {
  private static final String AZURE = "azure";
  private static final String KEY = "your-key";
  private static final String PREFIX = "PARLEY_LLM_PROVIDERS_";

  static final List<ProviderPreset> ALL =
      Stream.concat(
              Arrays.stream(KnownProvider.values()).map(ProviderPreset::known),
              Stream.of(
                  local("lm-studio", "LM Studio", "http://localhost:1234/v1", ""),
                  local(
                      "litellm",
                      "LiteLLM",
                      "http://localhost:4000/v1",
                      "If the proxy has a master key, set it as the API key."),
                  new ProviderPreset(
                      AZURE,
                      "Azure OpenAI",
                      Optional.of("https://my-resource.openai.azure.com/openai/v1"),
                      true,
                      Optional.empty(),
                      "Replace my-resource with the name of your resource."),
                  local(
                      "my-provider",
                      "Another provider",
                      "https://llm.example/v1",
                      "Any server that speaks OpenAI's chat completions. The name is yours to choose.")))
          .toList();

  static Optional<ProviderPreset> named(String id) {
    return ALL.stream().filter(preset -> preset.id().equals(id)).findFirst();
  }

  private static ProviderPreset known(KnownProvider known) {
    return new ProviderPreset(
        known.wire(),
        switch (known) {
          case OPENAI -> "OpenAI";
          case OPENROUTER -> "OpenRouter";
          case GROQ -> "Groq";
          case NVIDIA -> "NVIDIA";
          case CEREBRAS -> "Cerebras";
          case DEEPSEEK -> "DeepSeek";
          case MISTRAL -> "Mistral";
          case OLLAMA -> "Ollama";
          case VLLM -> "vLLM";
        },
        Optional.of(known.url(Optional.empty())),
        !known.selfHosted(),
        switch (known) {
          case OPENAI -> Optional.of("gpt-4o-mini");
          case OPENROUTER -> Optional.of("meta-llama/llama-3.3-70b-instruct");
          case GROQ -> Optional.of("llama-3.3-70b-versatile");
          case OLLAMA -> Optional.of("llama3.2:latest");
          case NVIDIA, CEREBRAS, DEEPSEEK, MISTRAL, VLLM -> Optional.empty();
        },
        known == KnownProvider.OLLAMA
            ? "An Ollama on the same machine is found without any setting."
            : "");
  }

  private static ProviderPreset local(String id, String title, String baseUrl, String note) {
    return new ProviderPreset(id, title, Optional.of(baseUrl), false, Optional.empty(), note);
  }

  /// What to set, as the page shows it before anything was tested.
  List<String> settings() {
    return settings(id, baseUrl, needsKey, model);
  }

  /// The environment variables that set a provider up, each `NAME=value`. The key is never among
  /// them: `your-key` stands in its place.
  ///
  /// @param address where it is, if that is not where it is known to be
  static List<String> settings(
      String id, Optional<String> address, boolean withKey, Optional<String> model) {
    Optional<KnownProvider> known = KnownProvider.named(id);
    String own = PREFIX + id.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
    String keyVariable =
        known
            .map(KnownProvider::keyVariable)
            .orElse(own + (isAzure(id) ? "HEADERS_API_KEY" : "API_KEY"));
    Optional<String> addressLine =
        address
            .filter(url -> known.filter(one -> isUsual(one, url)).isEmpty())
            .map(url ->
                known.map(KnownProvider::addressVariable).orElse(own + "BASE_URL") + "=" + url);
    return Stream.of(
            addressLine,
            Optional.of(keyVariable + "=" + KEY).filter(_ -> withKey),
            model.map(name -> "MODEL_NAME=" + id + "/" + name))
        .flatMap(Optional::stream)
        .toList();
  }

  /// A hosted provider's own address needs no setting. A server of one's own is set up by it.
  private static boolean isUsual(KnownProvider known, String url) {
    return !known.selfHosted() && known.url(Optional.empty()).equals(url);
  }

  /// Azure takes its key in a header of its own.
  static boolean isAzure(String id) {
    return id.equals(AZURE);
  }
}
