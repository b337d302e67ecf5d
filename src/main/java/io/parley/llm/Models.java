package io.parley.llm;

import io.parley.event.AllowedModels;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.platform.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All models of all providers: the one door through which features have answers generated.
public final class Models {
  private final Map<String, Provider> providers;
  private final Catalogue catalogue;
  private final Fallbacks fallbacks;
  private final ModelId defaultModel;
  private final LlmMeter meter;

  Models(
      List<Provider> providers,
      Catalogue catalogue,
      Fallbacks fallbacks,
      ModelId defaultModel,
      LlmMeter meter) {
    this.providers =
        providers.stream()
            .collect(Collectors.toUnmodifiableMap(Provider::name, Function.identity()));
    this.catalogue = catalogue;
    this.fallbacks = fallbacks;
    this.defaultModel = defaultModel;
    this.meter = meter;
  }

  /// The model where nobody chose one.
  public ModelId defaultModel() {
    return defaultModel;
  }

  /// What is offered, as it is known now. Never waits.
  public ModelListing list() {
    return catalogue.list();
  }

  /// Whether no model can be asked but the built-in guide, as far as is known now. Never waits.
  public boolean isOnlyGuide() {
    return list().models().stream()
        .allMatch(entry -> entry.provider().equals(LlmConfig.GUIDE.provider()));
  }

  /// What one provider offers: nothing, if there is none of that name. Never waits.
  public ModelListing list(String provider) {
    return catalogue.list(provider);
  }

  /// What its provider tells of a model, if it is known now. Never waits.
  public Optional<Model> describe(ModelId model) {
    return catalogue.find(model);
  }

  /// The model of that name, if it may be asked. Never waits.
  public Optional<ModelId> find(String name) {
    return ModelId.parse(name).filter(id -> id.equals(defaultModel) || catalogue.offers(id));
  }

  /// The model of that name, if it is listed. Others may be asked all the same, see [#find], but
  /// nobody knows whether they exist. Never waits.
  public Optional<ModelId> findListed(String name) {
    return ModelId.parse(name).filter(id -> id.equals(defaultModel) || catalogue.lists(id));
  }

  /// @throws io.parley.platform.ProblemException `unknown_model`, if there is none of that name
  public ModelId require(String name) {
    return find(name).orElseThrow(() -> Problem.UNKNOWN_MODEL.because("No model has this name."));
  }

  /// Starts an answer and returns at once; see [Provider#generate]. If the model cannot answer, the
  /// next of its chain does, and [GenerationEvent.Began] tells which. A model that nobody serves is
  /// a [GenerationEvent.Failed] like any other.
  ///
  /// @param allowed the models that may be asked
  /// @throws io.parley.platform.ProblemException `forbidden` if the prompt's own model is not one
  ///   of them
  public Generation generate(
      Prompt prompt, AllowedModels allowed, Consumer<GenerationEvent> listener) {
    return new ChainedGeneration(prompt, chain(prompt.model(), allowed), this::ask, meter, listener)
        .start();
  }

  /// The way to a model's provider in OpenAI's own words; empty where nobody serves it, or who does
  /// speaks otherwise. One model only: [#chain] says whom to ask next.
  public Optional<Relay> relay(ModelId model) {
    return Optional.ofNullable(providers.get(model.provider()))
        .flatMap(provider -> provider.relay(model, meter));
  }

  /// Who is asked for an answer, one after the other; the model itself is the first.
  ///
  /// @param allowed the models that may be asked
  /// @throws io.parley.platform.ProblemException `forbidden` if the model itself is not one of them
  public List<ModelId> chain(ModelId model, AllowedModels allowed) {
    if (!allowed.permit(model.toString())) {
      throw Problem.FORBIDDEN.because("This API key may not use the model `" + model + "`.");
    }
    return fallbacks.chain(model).stream().filter(id -> allowed.permit(id.toString())).toList();
  }

  /// A model was asked in vain, and the next one of its chain is.
  public void fellBack(ModelId model) {
    meter.fellBack(model.provider());
  }

  private Generation ask(Prompt prompt, Consumer<GenerationEvent> listener) {
    ModelId model = prompt.model();
    Consumer<GenerationEvent> measured = meter.measured(model, priced(model, listener));
    Provider provider = providers.get(model.provider());
    return provider == null
        ? new ProviderFailure(model.provider(), FailureCode.MODEL_NOT_FOUND).generation(measured)
        : provider.generate(prompt, measured);
  }

  private Consumer<GenerationEvent> priced(ModelId model, Consumer<GenerationEvent> listener) {
    return event -> listener.accept(event instanceof Completed end ? priced(model, end) : event);
  }

  private Completed priced(ModelId model, Completed end) {
    Optional<Cost> cost =
        end.usage().flatMap(usage -> prices(model).map(prices -> prices.of(usage)));
    return end.at(end.cost().or(() -> cost));
  }

  private Optional<Prices> prices(ModelId model) {
    return catalogue.find(model).flatMap(Model::prices);
  }
}
