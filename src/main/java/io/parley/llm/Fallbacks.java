package io.parley.llm;

import io.parley.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which models answer, one after the other, instead of one that cannot. What is said for a model
/// goes before what is said for its provider, and that before what is said for all.
///
/// @param byModel a model's name is in capitals, with underscores for all but letters and digits,
///   as in a variable
record Fallbacks(
    List<ModelId> all, Map<String, List<ModelId>> byProvider, Map<String, List<ModelId>> byModel) {
  private static final String KEY = "parley.llm.fallback";
  private static final String VARIABLE = "PARLEY_LLM_FALLBACK_";
  private static final String NONE = "none";

  static final Fallbacks EMPTY = new Fallbacks(List.of(), Map.of(), Map.of());

  Fallbacks {
    all = List.copyOf(all);
    byProvider = Map.copyOf(byProvider);
    byModel = Map.copyOf(byModel);
  }

  /// @param providers whose models there can be
  static Fallbacks from(Settings of, Set<String> providers) {
    Map<String, List<ModelId>> byProvider = new HashMap<>();
    for (String name : providers) {
      String key = Endpoints.PROVIDERS + name + ".fallback";
      if (of.text(key).isPresent()) {
        byProvider.put(name, models(of, key, providers));
      }
    }
    Map<String, List<ModelId>> byModel = new HashMap<>();
    for (String key : of.keys()) {
      String variable = variable(key);
      if (variable.startsWith(VARIABLE) && of.text(key).isPresent()) {
        byModel.put(variable.substring(VARIABLE.length()), models(of, key, providers));
      }
    }
    return new Fallbacks(models(of, KEY, providers), byProvider, byModel);
  }

  /// Who is asked for an answer, in this order; the model itself is the first.
  List<ModelId> chain(ModelId model) {
    List<ModelId> others = byModel.get(variable(model.toString()));
    if (others == null) {
      others = byProvider.getOrDefault(model.provider(), all);
    }
    List<ModelId> chain = new ArrayList<>();
    chain.add(model);
    others.stream().filter(other -> !other.equals(model)).forEach(chain::add);
    return chain;
  }

  private static List<ModelId> models(Settings of, String key, Set<String> providers) {
    return of.list(key).stream()
        .filter(name -> !name.equals(NONE))
        .map(name ->
            ModelId.parse(name)
                .filter(model -> providers.contains(model.provider()))
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        key
                            + ": \""
                            + name
                            + "\" is not provider/model with a provider that is set up")))
        .toList();
  }

  private static String variable(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
