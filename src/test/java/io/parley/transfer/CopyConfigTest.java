package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyConfigTest {
  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertEquals(
        new CopyConfig(10_485_760, 20_000, 200, 2_000, 25_165_824, 2, 8),
        CopyConfig.from(key -> Optional.empty()));
  }

  @Test
  void everySettingHasItsKey() {
    Map<String, String> settings =
        Map.of(
            "parley.copy.import-bytes", "1",
            "parley.copy.messages", "2",
            "parley.copy.room-messages", "3",
            "parley.copy.shared-messages", "4",
            "parley.copy.memory-bytes", "5",
            "parley.copy.at-once-per-guest", "6",
            "parley.copy.at-once", "7");
    assertEquals(
        new CopyConfig(1, 2, 3, 4, 5, 6, 7),
        CopyConfig.from(key -> Optional.ofNullable(settings.get(key))));
  }

  @Test
  void nothingIsNoSize() {
    assertThrows(IllegalArgumentException.class, () -> CopyConfig.from(key -> Optional.of("0")));
  }
}
