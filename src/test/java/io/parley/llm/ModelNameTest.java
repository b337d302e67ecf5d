package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelNameTest {
  record Row(String id, String name) {}

  @ParameterizedTest
  @MethodSource("table")
  void aModelIsCalledAsItsMakerWritesTheName(Row row) {
    assertEquals(row.name(), ModelName.of(row.id()), row.id());
  }

  private static Stream<Row> table() throws IOException {
    return new ObjectMapper()
            .readValue(
                Path.of("src/test/js/model-names.json").toFile(), new TypeReference<List<Row>>() {})
            .stream();
  }
}
