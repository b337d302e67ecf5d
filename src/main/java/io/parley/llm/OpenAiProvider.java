package io.parley.llm;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Any endpoint that speaks OpenAI's chat completions.
public final class OpenAiProvider implements Provider, AutoCloseable {
  /// Nobody waits for it, but it must end.
  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(10);

  private final Endpoint endpoint;
  private final Bulkhead bulkhead;
  private final Room room;
  private final ModelCapabilities capabilities;
  private final Connections connections;

  /// The memory that all providers share.
  ///
  /// @param events for what is streamed
  /// @param answers for what is not
  record Room(AnswerMemory events, AnswerMemory answers) {
    static Room of(int maxEventBytes, int maxAnswerBytes) {
      return new Room(AnswerMemory.ofEvents(maxEventBytes), AnswerMemory.ofAnswers(maxAnswerBytes));
    }
  }

  OpenAiProvider(Endpoint endpoint, Bulkhead bulkhead, Room room, ModelCapabilities capabilities) {
    this.endpoint = endpoint;
    this.bulkhead = bulkhead;
    this.room = room;
    this.capabilities = capabilities;
    capabilities.provider(endpoint);
    this.connections = new Connections(endpoint.timeouts().connect());
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  /// The host and port of its address, without a user name; empty if its address is not valid.
  String host() {
    URI url = endpoint.baseUrl();
    if (endpoint.problem().isPresent()) {
      return "";
    }
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public List<Model> models() {
    endpoint.require();
    if (!endpoint.models().isEmpty()) {
      return endpoint.models().stream()
          .map(model -> Model.named(new ModelId(endpoint.name(), model)))
          .toList();
    }
    List<Model> listed = new ModelListRequest(connections.kept(), endpoint, LIST_TIMEOUT).fetch();
    connections.answered();
    bulkhead.reached();
    return listed;
  }

  /// The models that an operator names are all that are offered.
  @Override
  public boolean triesUnlisted() {
    return endpoint.models().isEmpty();
  }

  @Override
  public Optional<String> problem() {
    return endpoint.problem().or(bulkhead::problem);
  }

  @Override
  public int changes() {
    return bulkhead.changes();
  }

  /// Nodes that reach it elsewhere, or ask for another account's models, share with others.
  @Override
  public Optional<String> sharedAs() {
    return endpoint.models().isEmpty()
        ? Optional.of(endpoint.name() + ":" + endpoint.fingerprint())
        : Optional.empty();
  }

  @Override
  public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
    return endpoint.problem().isPresent()
        ? new ProviderFailure(endpoint.name(), endpoint.problem().get()).generation(listener)
        : bulkhead.generate(prompt.model().name(), listener, watched -> start(prompt, watched));
  }

  private Generation start(Prompt prompt, Consumer<GenerationEvent> listener) {
    OpenAiGeneration generation =
        new OpenAiGeneration(
            prompt.model(),
            answer ->
                new StreamingCall(
                    connections,
                    endpoint,
                    body -> capabilities.adapt(prompt.model(), endpoint.dialect(), body),
                    room.events(),
                    answer),
            listener);
    ChatRequest request =
        ChatRequest.builder()
            .messages(ChatMessages.of(prompt))
            .parameters(parameters(prompt))
            .build();
    generation.start(this::model, request);
    return generation;
  }

  @Override
  public Optional<Relay> relay(ModelId model, LlmMeter meter) {
    return Optional.of(
        new Relay(connections, endpoint, model, capabilities, bulkhead, meter, room));
  }

  /// A seed is a long here and an int there: it goes as it is. So does the effort.
  private static OpenAiChatRequestParameters parameters(Prompt prompt) {
    Parameters wanted = prompt.parameters();
    OpenAiChatRequestParameters.Builder parameters =
        OpenAiChatRequestParameters.builder().modelName(prompt.model().name());
    wanted.temperature().ifPresent(parameters::temperature);
    wanted.topP().ifPresent(parameters::topP);
    wanted.maxTokens().ifPresent(parameters::maxOutputTokens);
    if (!wanted.stop().isEmpty()) {
      parameters.stopSequences(wanted.stop());
    }
    Map<String, Object> others = new HashMap<>();
    wanted.seed().ifPresent(seed -> others.put("seed", seed));
    wanted.effort().ifPresent(effort -> others.put("reasoning_effort", effort.wire()));
    if (!others.isEmpty()) {
      parameters.customParameters(others);
    }
    return parameters.build();
  }

  @Override
  public void close() {
    connections.close();
  }

  /// A model for one call, since langchain4j's HTTP client is where a call can be reached. It holds
  /// no more than settings.
  private OpenAiStreamingChatModel model(StreamingCall call) {
    OpenAiStreamingChatModelBuilder model =
        new OpenAiStreamingChatModelBuilder()
            .baseUrl(endpoint.baseUrl().toString())
            .httpClientBuilder(new ForOneCall(call));
    return model.build();
  }

  /// The timeouts that langchain4j would set are the call's own affair.
  private record ForOneCall(StreamingCall call) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public dev.langchain4j.http.client.HttpClient build() {
      return call;
    }
  }
}
