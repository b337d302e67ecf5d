package io.parley.llm;

import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Failed;
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
  private final ModelId defaultModel;
  private final Meter meter;

  Models(List<Provider> providers, Catalogue catalogue, ModelId defaultModel, Meter meter) {
    this.providers =
        providers.stream()
            .collect(Collectors.toUnmodifiableMap(Provider::name, Function.identity()));
    this.catalogue = catalogue;
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

  /// The model of that name, if it may be asked. Never waits.
  public Optional<ModelId> find(String name) {
    return ModelId.parse(name).filter(id -> id.equals(defaultModel) || catalogue.offers(id));
  }

  /// @throws io.parley.platform.ProblemException `unknown_model`, if there is none of that name
  public ModelId require(String name) {
    return find(name)
        .orElseThrow(() -> Problem.UNKNOWN_MODEL.because("There is no model of this name."));
  }

  /// Starts an answer and returns at once; see [Provider#generate]. A model that nobody serves is a
  /// [Failed] like any other.
  public Generation generate(Prompt prompt, Consumer<GenerationEvent> listener) {
    Consumer<GenerationEvent> measured = meter.measured(prompt.model(), listener);
    Provider provider = providers.get(prompt.model().provider());
    return provider == null
        ? unserved(prompt.model(), measured)
        : provider.generate(
            prompt, new Announcement(new Began(prompt.model(), List.of(), false), measured));
  }

  private static Generation unserved(ModelId model, Consumer<GenerationEvent> listener) {
    Failed failed = new ProviderFailure(model.provider(), FailureCode.MODEL_NOT_FOUND).event();
    Thread.ofVirtual().name("generation-unserved").start(() -> listener.accept(failed));
    return () -> {};
  }
}
