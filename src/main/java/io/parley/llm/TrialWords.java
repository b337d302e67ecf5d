package io.parley.llm;

/// Why a tested model did not reply, for whoever sets the provider up.
final class TrialWords {
  private TrialWords() {}

  /// @param model as the provider names it
  static String of(FailureCode code, String model) {
    return switch (code) {
      case PROVIDER_UNAUTHORIZED ->
          "The provider refused the API key for the model %s. Check the key and its permissions."
              .formatted(model);
      case PROVIDER_QUOTA_EXHAUSTED ->
          "The account with the provider has no credit left. Top it up, then test again.";
      case MODEL_NOT_FOUND ->
          "The provider does not have the model %s. Choose another one.".formatted(model);
      case RATE_LIMITED ->
          "The provider limits requests for the model %s (HTTP 429). Wait, then test again."
              .formatted(model);
      case CONTEXT_LENGTH_EXCEEDED, PROVIDER_REJECTED ->
          "The model %s refused a short chat request. Choose a model that can chat."
              .formatted(model);
      case PROVIDER_ERROR ->
          "The provider answered with an error of its own. Test again later, or choose another model.";
      case PROVIDER_UNREACHABLE ->
          "The provider listed its models and then could not be reached. Test again.";
      case PROVIDER_TIMEOUT ->
          "The model %s did not reply within 20 seconds. A local model may have to load first: test again."
              .formatted(model);
      case STREAM_BROKEN -> "The connection broke before the reply was complete. Test again.";
      case MALFORMED_EVENT ->
          "The provider's reply is not in the format of OpenAI's chat completions. Check the base URL.";
      case EMPTY_ANSWER -> "The model %s returned an empty reply.".formatted(model);
      case ANSWER_TOO_LARGE ->
          "The reply of the model %s is too large for a test.".formatted(model);
    };
  }
}
