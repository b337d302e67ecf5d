package io.parley.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.parley.platform.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands as JSON in a column.
public final class StoredJson {
  private StoredJson() {}

  public static <T> Optional<T> read(@Nullable String json, TypeReference<T> type) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(json, type));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unreadable " + type.getType(), e);
    }
  }
}
