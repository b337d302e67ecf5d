package io.parley.llm;

import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.TrialReport.Step;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Tests a provider that is not set up: asks for its models, then one of them for a short reply, as
/// the server would. Keeps nothing: no setting, no key, no connection. Follows no redirect.
final class ProviderTrial {
  private static final Duration LIST_WITHIN = Duration.ofSeconds(8);
  private static final Duration REPLY_WITHIN = Duration.ofSeconds(20);
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(10), REPLY_WITHIN);

  /// Bytes of an event, and of an answer: the reply has a few words.
  private static final int MOST_BYTES = 256 * 1024;

  /// Enough for models that think a little before they answer.
  private static final int MOST_TOKENS = 64;

  /// Small models cost least.
  private static final Pattern SMALL =
      Pattern.compile("mini|flash|small|instant|lite|nano|haiku|\\b[1-9]b\\b");

  private final Clock clock;
  private final Duration listWithin;
  private final Duration replyWithin;

  ProviderTrial(Clock clock) {
    this(clock, LIST_WITHIN, REPLY_WITHIN);
  }

  ProviderTrial(Clock clock, Duration listWithin, Duration replyWithin) {
    this.clock = clock;
    this.listWithin = listWithin;
    this.replyWithin = replyWithin;
  }

  /// What is tested.
  ///
  /// @param provider a preset's id, or a name of one's own
  /// @param baseUrl absent: the preset's
  /// @param model as the provider names it; absent: one of those that it lists
  record Wanted(
      String provider, Optional<String> baseUrl, Optional<String> key, Optional<String> model) {
    @Override
    public String toString() {
      return "a test of " + provider;
    }
  }

  TrialReport run(Wanted wanted) {
    Endpoint endpoint;
    try {
      endpoint = endpoint(wanted);
    } catch (IllegalArgumentException e) {
      return new Course(wanted, "").failed(Step.ADDRESS, String.valueOf(e.getMessage()));
    }
    Course course = new Course(wanted, endpoint.baseUrl().toString());
    try (Connections connections = new Connections(TIMEOUTS.connect())) {
      List<Model> models = new ModelListRequest(connections.kept(), endpoint, listWithin).fetch();
      course.listed(models.stream().map(model -> model.id().name()).toList());
    } catch (ProviderFailure failure) {
      String why =
          Optional.ofNullable(failure.getCause())
              .filter(_ -> failure.code() == FailureCode.PROVIDER_UNREACHABLE)
              .flatMap(cause -> ConnectionWords.of(cause, endpoint.baseUrl()))
              .orElse(failure.detail());
      boolean below = failure.detail().equals(ProviderProblem.BELOW_V1);
      boolean maybeUnlisted = failure.code() == FailureCode.MODEL_NOT_FOUND && !below;
      if (!maybeUnlisted || wanted.model().isEmpty()) {
        Optional<String> better =
            Optional.of(
                    Endpoint.withPath(endpoint.baseUrl(), endpoint.baseUrl().getRawPath() + "/v1"))
                .filter(_ -> below)
                .map(Object::toString);
        return course.failed(Step.MODELS, why, better);
      }
    }
    Optional<String> model = wanted.model().or(() -> cheapest(course.models));
    return model.isEmpty()
        ? course.failed(Step.MODELS, ProviderProblem.EMPTY)
        : reply(endpoint, model.get(), course);
  }

  /// @throws IllegalArgumentException with a sentence, if there is no such address or key
  private static Endpoint endpoint(Wanted wanted) {
    Optional<KnownProvider> known = KnownProvider.named(wanted.provider());
    String text =
        known
            .map(one -> one.url(wanted.baseUrl()))
            .or(wanted::baseUrl)
            .or(() -> ProviderPreset.named(wanted.provider()).flatMap(ProviderPreset::baseUrl))
            .orElseThrow(() -> new IllegalArgumentException("The base URL is missing."));
    BaseUrl url;
    try {
      url = BaseUrl.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The base URL " + e.getMessage() + ".");
    }
    boolean azure = ProviderPreset.isAzure(wanted.provider());
    Optional<Endpoint.ApiKey> key = wanted.key().map(Endpoint.ApiKey::new);
    Map<String, String> headers =
        azure
            ? key.map(one -> Map.of("api-key", one.value())).orElse(Map.of())
            : url.authorization()
                .filter(_ -> key.isEmpty())
                .map(basic -> Map.of("Authorization", basic))
                .orElse(Map.of());
    Endpoint endpoint =
        new Endpoint(
            wanted.provider(),
            url.url(),
            azure ? Optional.empty() : key,
            headers,
            url.deployment().stream().toList(),
            known.map(KnownProvider::dialect).orElse(Dialect.STANDARD),
            TIMEOUTS);
    try {
      HttpRequest.Builder _ = endpoint.request("models");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The API key has a character that no header can have.");
    }
    return endpoint;
  }

  private static Optional<String> cheapest(List<String> models) {
    return models.stream()
        .filter(name -> SMALL.matcher(name).find())
        .findFirst()
        .or(() -> models.stream().findFirst());
  }

  private TrialReport reply(Endpoint endpoint, String model, Course course) {
    Optional<ModelId> id = ModelId.parse(endpoint.name() + "/" + model);
    if (id.isEmpty()) {
      return course.failed(Step.MODELS, "The model's name is not valid. Choose one from the list.");
    }
    course.model = Optional.of(model);
    CompletableFuture<End> ended = new CompletableFuture<>();
    try (OpenAiProvider provider =
        new OpenAiProvider(
            endpoint,
            new Bulkhead(endpoint.name(), Bulkhead.Limits.DEFAULT, clock),
            OpenAiProvider.Room.of(MOST_BYTES, MOST_BYTES),
            ModelCapabilities.alone(clock))) {
      Generation generation =
          provider.generate(
              new Prompt(id.get(), List.of(PromptMessage.user("Reply with: OK")), SHORT),
              event -> {
                if (event instanceof End end) {
                  ended.complete(end);
                }
              });
      try {
        return switch (ended.get(replyWithin.toMillis(), TimeUnit.MILLISECONDS)) {
          case Failed failed when failed.code() != FailureCode.EMPTY_ANSWER ->
              course.failed(Step.REPLY, TrialWords.of(failed.code(), model));
          case Completed _, Failed _, GenerationEvent.Cancelled _ -> course.works();
        };
      } finally {
        generation.cancel();
      }
    } catch (TimeoutException e) {
      return course.failed(Step.REPLY, TrialWords.of(FailureCode.PROVIDER_TIMEOUT, model));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reply ends with an event", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return course.failed(Step.REPLY, TrialWords.of(FailureCode.PROVIDER_TIMEOUT, model));
    }
  }

  private static final Parameters SHORT =
      new Parameters(
          Optional.empty(),
          Optional.empty(),
          Optional.of(MOST_TOKENS),
          List.of(),
          Optional.empty());

  /// A test on its way to its report.
  private static final class Course {
    private final Wanted wanted;
    private final String address;
    private List<String> models = List.of();
    private Optional<String> model = Optional.empty();

    Course(Wanted wanted, String address) {
      this.wanted = wanted;
      this.address = address;
    }

    void listed(List<String> names) {
      models = names;
    }

    TrialReport works() {
      String listed =
          models.isEmpty()
              ? "The provider lists no models, so name it in the setting `models`."
              : "The provider lists %,d models.".formatted(models.size());
      return report(
          true,
          Step.REPLY,
          "The model %s replied. %s Set the lines below and restart Parley."
              .formatted(model.orElse(""), listed),
          Optional.empty());
    }

    TrialReport failed(Step step, String why) {
      return failed(step, why, Optional.empty());
    }

    TrialReport failed(Step step, String why, Optional<String> better) {
      return report(false, step, why, better);
    }

    private TrialReport report(boolean works, Step step, String summary, Optional<String> better) {
      return new TrialReport(
          works,
          step,
          summary,
          better,
          models.size(),
          models.subList(0, Math.min(TrialReport.MOST_MODELS, models.size())),
          model,
          works
              ? ProviderPreset.settings(
                  wanted.provider(), Optional.of(address), wanted.key().isPresent(), model)
              : List.of());
    }
  }
}
