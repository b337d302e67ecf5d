package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.services.ServicePorts;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartChecksTest {
  @TempDir Path project;

  @Test
  void aPortInUseIsNamedTogetherWithTheSettingThatChangesIt() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(other.getLocalPort());
      var refused = refusal(Map.of("PARLEY_HTTP_PORT", port));
      assertTrue(refused.contains("Port " + port + " is in use"), refused);
      assertTrue(refused.contains("PARLEY_HTTP_PORT="), refused);
    }
  }

  @Test
  void aFreePortIsTaken() {
    var port = ServicePorts.free(1).getFirst();
    assertEquals(port, new StartChecks(Map.of("PARLEY_HTTP_PORT", "" + port)).httpPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http", "0", "65536", "-1"})
  void anInvalidPortIsRejectedWithAReason(String text) {
    var refused = refusal(Map.of("PARLEY_HTTP_PORT", text));
    assertTrue(refused.contains("not a port number: " + text), refused);
  }

  @Test
  void aShortAdminTokenIsRefusedBeforeAnythingStarts() {
    new StartChecks(Map.of()).adminToken();
    new StartChecks(Map.of("PARLEY_ADMIN_TOKEN", "x".repeat(24))).adminToken();
    var checks = new StartChecks(Map.of("PARLEY_ADMIN_TOKEN", "x".repeat(23)));
    var refused = assertThrows(ServicesException.class, checks::adminToken).toString();
    assertTrue(refused.contains("PARLEY_ADMIN_TOKEN"), refused);
    assertFalse(refused.contains("xxx"), refused);
  }

  @Test
  void dataLiesInTheProjectUnlessToldOtherwise() {
    assertEquals(project.resolve(".parley"), new StartChecks(Map.of()).dataDirectory(project));
    var elsewhere = project.resolve("elsewhere");
    assertEquals(
        elsewhere,
        new StartChecks(Map.of("PARLEY_DATA", elsewhere.toString())).dataDirectory(project));
  }

  @Test
  void aHomeDirectoryIsNotTakenForData() throws IOException {
    var home = Files.createDirectory(project.resolve("home"));
    Files.createFile(home.resolve(".profile"));
    var checks = new StartChecks(Map.of("PARLEY_DATA", home.toString()));
    var refused = assertThrows(ServicesException.class, () -> checks.dataDirectory(project));
    assertTrue(refused.toString().contains("holds files that are not Parley's"), "" + refused);
  }

  @Test
  void aDataDirectoryThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.createFile(project.resolve("file"));
    var checks = new StartChecks(Map.of("PARLEY_DATA", file.resolve("data").toString()));
    var refused = assertThrows(ServicesException.class, () -> checks.dataDirectory(project));
    assertTrue(refused.toString().contains("cannot write to its data directory " + file));
  }

  private static String refusal(Map<String, String> environment) {
    var checks = new StartChecks(environment);
    return assertThrows(ServicesException.class, checks::httpPort).toString();
  }
}
