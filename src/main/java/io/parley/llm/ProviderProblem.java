package io.parley.llm;

/// What is wrong with a provider, in sentences for those who run the server and those who choose a
/// model. They hold no address, no key and no words of the provider's own.
final class ProviderProblem {
  static final String NOT_ASKED = "The list of models has not been fetched yet.";
  static final String EMPTY = "The provider's list of models is empty.";
  static final String NO_CHAT = "The provider lists no model that can chat.";
  static final String NO_LIST =
      "The provider's response contains no list of models. " + Hint.ADDRESS;
  static final String WEB_PAGE =
      "The provider answered with a web page instead of a list of models. " + Hint.ADDRESS;
  static final String NO_JSON = "The provider's list of models is not valid JSON. " + Hint.ADDRESS;
  static final String NO_SUCH_PATH =
      "The provider has no list of models at this address (HTTP 404). " + Hint.ADDRESS;
  static final String REDIRECT =
      "The provider redirects to another address, which Parley does not follow. Set base-url to the"
          + " final address.";
  static final String BELOW_V1 =
      "The provider lists its models below /v1. Add /v1 to the provider's base-url.";

  private ProviderProblem() {}

  private static final class Hint {
    static final String ADDRESS =
        "Check base-url: it ends where /chat/completions would follow, usually in /v1. Or name the"
            + " models in the provider's setting `models`.";
  }

  static String of(FailureCode code) {
    return switch (code) {
      case PROVIDER_UNAUTHORIZED -> "The provider refused the API key. Check api-key.";
      case PROVIDER_QUOTA_EXHAUSTED -> "The account with the provider has no credit left.";
      case PROVIDER_UNREACHABLE ->
          "The provider cannot be reached. Check base-url and the network.";
      case PROVIDER_TIMEOUT -> "The provider did not answer in time.";
      case RATE_LIMITED -> "The provider refuses requests for a while (HTTP 429).";
      case MODEL_NOT_FOUND -> NO_SUCH_PATH;
      case MALFORMED_EVENT -> NO_JSON;
      case ANSWER_TOO_LARGE -> "The provider's list of models is too large.";
      case PROVIDER_REJECTED -> "The provider refused the request for its models.";
      case PROVIDER_ERROR, STREAM_BROKEN, EMPTY_ANSWER, CONTEXT_LENGTH_EXCEEDED ->
          "The provider answered the request for its models with an error.";
    };
  }
}
