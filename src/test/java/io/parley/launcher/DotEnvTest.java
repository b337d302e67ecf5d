package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
  @TempDir Path project;

  @Test
  void withoutAFileTheEnvironmentStands() {
    assertEquals(Map.of("A", "1"), DotEnv.with(project.resolve(".env"), Map.of("A", "1")));
  }

  @Test
  void settingsAreReadAsAShellWould() throws IOException {
    assertEquals(
        Map.of(
            "OPENAI_API_KEY", "sk-1",
            "MODEL_NAME", "openai/gpt-5",
            "APP_TITLE", "Our \"chat\" # 1",
            "APP_URL", "https://chat.example/#top",
            "A", "it is"),
        read(
            """
            # keys
            OPENAI_API_KEY=sk-1

            export MODEL_NAME = openai/gpt-5   # the default
            APP_TITLE="Our \\"chat\\" # 1"  # quoted
            APP_URL=https://chat.example/#top
            A='it is'
            EMPTY=
            NOTHING=   # to be filled
            """));
  }

  @Test
  void theEnvironmentGoesFirst() throws IOException {
    Files.writeString(project.resolve(".env"), "A=file\nB=file");
    assertEquals(
        Map.of("A", "environment", "B", "file"),
        DotEnv.with(project.resolve(".env"), Map.of("A", "environment")));
  }

  @Test
  void aLineThatIsWrongIsNamedAndNotRepeated() throws IOException {
    var message =
        String.valueOf(
            assertThrows(ServicesException.class, () -> read("A=1\nsk-secret")).getMessage());
    assertTrue(message.contains("line 2"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void theExampleIsOne() {
    assertEquals(Map.of(), DotEnv.with(Path.of(".env.example"), Map.of()));
  }

  private Map<String, String> read(String text) throws IOException {
    return DotEnv.with(Files.writeString(project.resolve(".env"), text), Map.of());
  }
}
