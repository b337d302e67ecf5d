package io.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.microprofile.metrics.Tag;

/// Models as labels of metrics. A request, or an imported reply, may name any model; only those
/// that are offered get series of their own, and of them no more than there is room for.
@ApplicationScoped
public class ModelLabels {
  private static final String OTHER = "other";

  /// A list of models may have thousands of them.
  static final int MOST = 50;

  Predicate<String> offered = _ -> false;
  private final Set<String> labels = ConcurrentHashMap.newKeySet();

  @Inject
  void use(Models models) {
    offered = model -> models.findListed(model).isPresent();
  }

  /// @param model its id, if it is known
  public Tag of(Optional<String> model) {
    return new Tag("model", model.filter(this::isCounted).orElse(OTHER));
  }

  private boolean isCounted(String model) {
    return labels.contains(model) || (offered.test(model) && add(model));
  }

  /// One at a time, so that no two take the last place.
  private synchronized boolean add(String model) {
    return labels.contains(model) || (labels.size() < MOST && labels.add(model));
  }
}
