package io.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/// The real servers, over a directory of their own.
class ServicesIT {
  private static final ServicePorts PORTS = ServicePorts.free();

  @TempDir Path data;

  @Test
  void dataSurvivesARestart() throws Exception {
    try (var services = Services.start(PORTS, data)) {
      write(services);
    }
    try (var services = Services.start(PORTS, data)) {
      assertWritten(services);
    }
  }

  @Test
  void dataSurvivesASuddenEnd() throws Exception {
    try (var services = Services.start(PORTS, data)) {
      write(services);
      services.kill(Part.POSTGRESQL);
      services.kill(Part.REDIS);
      assertThrows(SQLException.class, () -> count(services));
      services.start(Part.POSTGRESQL);
      services.start(Part.REDIS);
      assertWritten(services);
    }
  }

  @Test
  void aDataDirectoryHasOneUser() {
    try (var services =
        Services.start(PORTS, DataDirectory.claim(data), Set.of(Part.REDIS), part -> {})) {
      assertEquals(Set.of("PARLEY_REDIS_URL"), services.environment().keySet());
      var refused =
          assertThrows(ServicesException.class, () -> Services.start(ServicePorts.free(), data));
      assertTrue(refused.toString().contains("already running"), refused.toString());
    }
  }

  @Test
  void nothingRunsAfterClose() {
    Services.start(PORTS, data).close();
    assertTrue(ServicePorts.isFree(PORTS.kafka()));
    assertTrue(ServicePorts.isFree(PORTS.postgresql()));
    assertTrue(ServicePorts.isFree(PORTS.redis()));
    var left =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().command().stream())
            .filter(command -> command.startsWith(data.toString()))
            .toList();
    assertEquals(List.of(), left);
  }

  @Test
  void whatOutlivesItsGuardIsEndedByTheNextStart() throws Exception {
    ProcessHandle orphan;
    try (var services =
        Services.start(PORTS, DataDirectory.claim(data), Set.of(Part.REDIS), part -> {})) {
      assertFalse(services.redisUrl().isEmpty());
      orphan = ProcessHandle.of(pid("redis")).orElseThrow();
      orphan.parent().orElseThrow().destroyForcibly();
    }
    assertTrue(orphan.isAlive(), "without its guard, nothing ends it");
    DataDirectory.claim(data).close();
    assertFalse(orphan.isAlive());
  }

  @Test
  void aProcessThatCarriesTheMarkerIsEndedByTheNextStart() throws Exception {
    var marker = Leftovers.marker(data);
    var loop = List.of("/bin/sh", "-c", "while :; do sleep 0.01; done", "server", marker, "parley");
    var orphan = new ProcessBuilder(loop).start();
    assertTrue(orphan.isAlive());
    DataDirectory.claim(data).close();
    assertFalse(orphan.isAlive());
  }

  private long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run/" + name + ".pid")).strip());
  }

  private static void write(Services services) throws Exception {
    try (var admin = Admin.create(kafka(services))) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    try (var connection = DriverManager.getConnection(services.databaseUrl(), user(services), "");
        var statement = connection.createStatement()) {
      assertFalse(statement.execute("create table kept as select 1 as one"));
    }
    try (var redis = RedisClient.create(services.redisUrl())) {
      assertEquals("OK", redis.set("kept", "yes"));
    }
  }

  private static void assertWritten(Services services) throws Exception {
    try (var admin = Admin.create(kafka(services))) {
      assertTrue(admin.listTopics().names().get().contains("kept"));
    }
    assertEquals(1, count(services));
    try (var redis = RedisClient.create(services.redisUrl())) {
      assertEquals("yes", redis.get("kept"));
    }
  }

  private static int count(Services services) throws SQLException {
    try (var connection = DriverManager.getConnection(services.databaseUrl(), user(services), "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from kept")) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  private static String user(Services services) {
    return services.databaseUser();
  }

  private static Map<String, Object> kafka(Services services) {
    return Map.of("bootstrap.servers", services.kafkaBootstrapServers());
  }
}
