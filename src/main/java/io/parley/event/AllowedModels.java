package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/// The models that somebody may use: patterns of full names, `provider/model`, in which `*` stands
/// for any text. No pattern means no restriction.
///
/// It is checked wherever a model is chosen, for the fallbacks of that model too, and it travels
/// with a message to the node that makes the reply.
public record AllowedModels(@JsonValue List<String> patterns) {
  /// Every model.
  public static final AllowedModels ALL = new AllowedModels(List.of());

  @JsonCreator
  public AllowedModels {
    patterns = List.copyOf(patterns);
  }

  /// Whether there are models that may not be used.
  public boolean isRestricted() {
    return !patterns.isEmpty();
  }

  /// @param model its full name, `provider/model`
  public boolean permit(String model) {
    return !isRestricted() || patterns.stream().anyMatch(pattern -> matches(pattern, model));
  }

  /// Each part between two `*` is looked for behind the one before it, where it comes first: a list
  /// of thousands of models is checked for each caller, which regular expressions are too slow for.
  private static boolean matches(String pattern, String model) {
    String[] parts = pattern.split("\\*", -1);
    String last = parts[parts.length - 1];
    if (parts.length == 1) {
      return pattern.equals(model);
    }
    if (!model.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int part = 1; part < parts.length - 1; part++) {
      int found = model.indexOf(parts[part], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[part].length();
    }
    return model.length() - at >= last.length() && model.endsWith(last);
  }
}
