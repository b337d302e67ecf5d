package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.services.ServicesException;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyIT {
  private static final ParleyNode PARLEY = TestBed.node();

  @TempDir Path data;

  @Test
  void aKeyIsMadeOnceKeptToOneselfAndReplacedWhenItIsRevoked() throws Exception {
    String first = key();
    assertEquals(first, key());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("api-key"))));

    ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    for (JsonNode key : operator.get("/api/keys").body().path("items")) {
      if (key.path("hint").asText().endsWith(first.substring(first.length() - 4))) {
        operator.delete("/api/keys/" + key.path("id").asText());
      }
    }
    assertNotEquals(first, key());
  }

  @Test
  void withoutTheOperatorsTokenThereIsNone() {
    assertThrows(ServicesException.class, () -> LocalKey.of(data, PARLEY.url(), "not the token"));
  }

  private String key() throws InterruptedException {
    return LocalKey.of(data, PARLEY.url(), TestBed.ADMIN_TOKEN).secret();
  }
}
