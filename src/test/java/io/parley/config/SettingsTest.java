package io.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void aValueIsStripped() {
    assertEquals(Optional.of("text"), with("  text\n").text("key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void blankIsUnset(String blank) {
    Settings settings = with(blank);

    assertEquals(Optional.empty(), settings.text("key"));
    assertEquals("usual", settings.text("key", "usual"));
    assertEquals(7, settings.number("key", 7));
    assertEquals(Duration.ofSeconds(7), settings.duration("key", Duration.ofSeconds(7)));
    assertTrue(settings.is("key", true));
    assertEquals(List.of(), settings.list("key"));
  }

  @Test
  void aListLeavesOutWhatIsEmpty() {
    assertEquals(List.of("a", "b c"), with(" a ,, b c,").list("key"));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "YES,true", "on,true", "1,true", "false,false", "No,false", "0,false"})
  void yesAndNoHaveMoreThanOneName(String text, boolean meaning) {
    assertEquals(meaning, with(text).is("key", !meaning));
  }

  @Test
  void zeroIsANumberOnlyWhereItIsAllowed() {
    assertEquals(0, with("0").number("key", 1, 0));
    assertEquals(Duration.ZERO, with("PT0S").durationOrZero("key", Duration.ofSeconds(1)));
    assertRejected("0", settings -> settings.number("key", 1));
    assertRejected("0", settings -> settings.bytes("key", 1));
    assertRejected("PT0S", settings -> settings.duration("key", Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "ten", "99999999999999999999", "2147483648", "0x10"})
  void anInvalidNumberIsRejected(String text) {
    assertRejected(text, settings -> settings.number("key", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "10s", "PT-1S", "-PT1S", "P1M"})
  void anInvalidDurationIsRejected(String text) {
    assertRejected(text, settings -> settings.durationOrZero("key", Duration.ofSeconds(1)));
  }

  @Test
  void aTypingErrorIsNotTakenForFalse() {
    assertRejected("ture", settings -> settings.is("key", true));
  }

  @Test
  void keysAreInOrder() {
    assertEquals(
        List.of("a", "b"), Settings.of(_ -> Optional.empty(), List.of("b", "a", "b")).keys());
  }

  /// The value may be a secret under the wrong key.
  private static void assertRejected(String text, Consumer<Settings> read) {
    var wrong = assertThrows(IllegalArgumentException.class, () -> read.accept(with(text)));
    String message = Objects.requireNonNull(wrong.getMessage());
    assertTrue(message.startsWith("key must be "), message);
    assertFalse(text.length() > 2 && message.contains(text), message);
  }

  private static Settings with(String value) {
    return Settings.of(key -> Optional.ofNullable(Map.of("key", value).get(key)));
  }
}
