package io.parley.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A model's full name, `provider/model`. The model's own name may hold slashes:
/// `openrouter/meta-llama/llama-3.3-70b` is `meta-llama/llama-3.3-70b` at `openrouter`.
@Schema(type = SchemaType.STRING, examples = "\"demo/guide\"")
public record ModelId(String provider, String name) {
  /// In characters: longer names are refused before they reach a log or a provider.
  private static final int MAX_LENGTH = 200;

  public ModelId {
    if (!valid(provider, name)) {
      throw new IllegalArgumentException("not a model name");
    }
  }

  public static Optional<ModelId> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String provider = text.substring(0, slash);
    String name = text.substring(slash + 1);
    return valid(provider, name) ? Optional.of(new ModelId(provider, name)) : Optional.empty();
  }

  @JsonCreator
  public static ModelId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a model name"));
  }

  private static boolean valid(String provider, String name) {
    return !provider.isBlank()
        && !name.isBlank()
        && provider.indexOf('/') < 0
        && provider.length() + name.length() < MAX_LENGTH
        && name.chars().noneMatch(Character::isISOControl);
  }

  @Override
  @JsonValue
  public String toString() {
    return provider + "/" + name;
  }
}
