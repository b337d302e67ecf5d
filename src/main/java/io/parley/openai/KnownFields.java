package io.parley.openai;

import io.parley.apikey.ApiKey;
import java.util.Optional;
import java.util.Set;

/// The fields of OpenAI's API that a key which is restricted to some models may send.
///
/// Requests pass to providers as they came, and providers take more fields than OpenAI has: with
/// `models`, `route`, `provider`, `plugins` or `MODEL` some of them let another model answer than
/// the one that was checked. Nobody can list all such fields, so for a restricted key only those
/// pass that are known to choose no model.
final class KnownFields {
  static final KnownFields CHAT =
      new KnownFields(
          "audio",
          "frequency_penalty",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "messages",
          "metadata",
          "min_p",
          "modalities",
          "model",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning",
          "reasoning_effort",
          "repetition_penalty",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "tool_choice",
          "tools",
          "top_k",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity");

  static final KnownFields EMBEDDINGS =
      new KnownFields("dimensions", "encoding_format", "input", "input_type", "model", "user");

  static final KnownFields MODERATIONS = new KnownFields("input", "model");

  private static final String FUNCTION = "function";

  private final Set<String> names;

  private KnownFields(String... names) {
    this.names = Set.of(names);
  }

  /// @throws OpenAiError if the key is restricted, and the request has another field, or a tool
  ///   that is no function: some tools of providers ask models of their own
  void require(ChatRequest request, ApiKey key) {
    if (!key.allowed().isRestricted()) {
      return;
    }
    Optional<String> foreign = request.fieldOtherThan(names);
    if (foreign.isPresent()) {
      throw OpenAiError.unsupported(
          foreign.get(),
          "This API key may use some models only, and `%s` may choose another one: leave it out."
              .formatted(foreign.get()));
    }
    if (!request.hasOnlyTools(FUNCTION)) {
      throw OpenAiError.unsupported(
          "tools",
          "This API key may use some models only, so each of its `tools` has the type `function`.");
    }
  }
}
