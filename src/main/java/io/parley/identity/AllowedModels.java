package io.parley.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static boolean matches(String pattern, String model) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL).matcher(model).matches();
  }
}
