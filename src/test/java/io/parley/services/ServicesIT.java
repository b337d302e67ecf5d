package io.parley.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;

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
      var guard = orphan.parent().orElseThrow();
      // with the part of it that watches this JVM, which would end Redis when the services close
      var guards =
          Stream.concat(
                  guard.children().filter(child -> child.pid() != orphan.pid()), Stream.of(guard))
              .toList();
      guards.forEach(ProcessHandle::destroyForcibly);
      Await.until("the guard has ended", () -> guards.stream().noneMatch(ProcessHandle::isAlive));
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

  @Test
  void aPasswordIsNeededAndNobodyElseCanReadIt() throws Exception {
    try (var services = Services.startApart(PORTS, data)) {
      write(services);
      assertRefusedWithoutPassword(services);
      assertEquals(List.of(), openToOthers());
      var commands =
          processesOf(data).map(process -> process.info().commandLine().orElse("")).toList();
      assertTrue(commands.size() >= 3, "all three are seen: " + commands);
      for (var server : List.of("kafka", "postgresql", "redis")) {
        var password = Files.readString(data.resolve(server + "-password")).strip();
        assertEquals(43, password.length());
        assertFalse(commands.toString().contains(password), server);
        assertEquals(List.of(), logsWith(password), server);
        assertFalse(services.addresses().toString().contains(password), server);
      }
    }
  }

  private static void assertRefusedWithoutPassword(Services services) throws Exception {
    for (var password : List.of("", "parley", "x".repeat(43))) {
      var refused = assertThrows(SQLException.class, () -> connection(services, password));
      assertTrue(List.of("28P01", "08004").contains(refused.getSQLState()), refused.toString());
    }

    var redis = services.redisUrl().replaceFirst("//.*@", "//");
    for (var url : List.of(redis, redis.replace("//", "//:parley@"))) {
      try (var client = RedisClient.create(url)) {
        var refused = assertThrows(JedisDataException.class, () -> client.get("kept"));
        assertTrue(refused.toString().matches("(?s).*(NOAUTH|WRONGPASS).*"), refused.toString());
      }
    }

    for (var bootstrap : List.of("bootstrap.servers", "bootstrap.controllers")) {
      var known = kafka(services, bootstrap);
      try (var admin = Admin.create(known)) {
        assertEquals(1, admin.describeMetadataQuorum().quorumInfo().get().leaderId());
      }
      var nobody = new HashMap<>(known);
      nobody.remove("security.protocol");
      assertInstanceOf(TimeoutException.class, kafkaRefusal(nobody));
      var guess = new HashMap<>(known);
      guess.computeIfPresent(
          "sasl.jaas.config",
          (_, login) -> login.toString().replaceFirst(" password=\"[^\"]*", " password=\"parley"));
      assertInstanceOf(SaslAuthenticationException.class, kafkaRefusal(guess));
    }
  }

  @Test
  void dataThatAnEarlierVersionLeftOpenIsClosedAndKept() throws Exception {
    try (var services = Services.start(PORTS, data)) {
      write(services);
    }
    Files.writeString(
        data.resolve("postgresql/pg_hba.conf"), "host all all 127.0.0.1/32 trust", APPEND);
    for (var server : List.of("kafka", "postgresql", "redis")) {
      Files.delete(data.resolve(server + "-password"));
    }
    for (var path : List.of(data, data.resolve("logs"), data.resolve("kafka/meta.properties"))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (var services = Services.startApart(PORTS, data)) {
      assertWritten(services);
      assertThrows(SQLException.class, () -> connection(services, "parley"));
      assertEquals(List.of(), openToOthers());
    }
  }

  /// The files and directories to which other users have any rights.
  private List<String> openToOthers() throws IOException {
    try (var paths = Files.walk(data)) {
      var open = new ArrayList<String>();
      for (var path : paths.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        // where PostgreSQL has to run as another user, that one may pass through
        if (!mode.endsWith("------") && !mode.equals("rwx--x---")) {
          open.add(mode + " " + path);
        }
      }
      return open;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return openToOthers(); // a server has deleted a file of its own in the meantime
      }
      throw e;
    }
  }

  private List<Path> logsWith(String text) throws IOException {
    try (var logs = Files.walk(data.resolve("logs"))) {
      var found = new ArrayList<Path>();
      for (var log : logs.filter(Files::isRegularFile).toList()) {
        if (Files.readString(log, ISO_8859_1).contains(text)) {
          found.add(log);
        }
      }
      return found;
    }
  }

  private static Map<String, Object> kafka(Services services, String bootstrap) {
    var settings = services.kafkaClient();
    settings.remove("bootstrap.servers");
    settings.put(
        bootstrap,
        "127.0.0.1:"
            + (bootstrap.equals("bootstrap.servers") ? PORTS.kafka() : PORTS.kafkaController()));
    settings.put("request.timeout.ms", 1_000);
    settings.put("default.api.timeout.ms", 2_000);
    return settings;
  }

  private static Throwable kafkaRefusal(Map<String, Object> settings) {
    try (var admin = Admin.create(settings)) {
      var failure =
          assertThrows(
              ExecutionException.class, () -> admin.describeMetadataQuorum().quorumInfo().get());
      return Objects.requireNonNull(failure.getCause());
    }
  }

  private long pid(String name) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("run/" + name + ".pid")).strip());
  }

  private static void write(Services services) throws Exception {
    try (var admin = Admin.create(services.kafkaClient())) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    try (var connection = connection(services, services.databasePassword());
        var statement = connection.createStatement()) {
      assertFalse(statement.execute("create table kept as select 1 as one"));
    }
    try (var redis = RedisClient.create(services.redisUrl())) {
      assertEquals("OK", redis.set("kept", "yes"));
    }
  }

  private static void assertWritten(Services services) throws Exception {
    try (var admin = Admin.create(services.kafkaClient())) {
      assertTrue(admin.listTopics().names().get().contains("kept"));
    }
    assertEquals(1, count(services));
    try (var redis = RedisClient.create(services.redisUrl())) {
      assertEquals("yes", redis.get("kept"));
    }
  }

  private static int count(Services services) throws SQLException {
    try (var connection = connection(services, services.databasePassword());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from kept")) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  private static Connection connection(Services services, String password) throws SQLException {
    return DriverManager.getConnection(services.databaseUrl(), services.databaseUser(), password);
  }

  private static Stream<ProcessHandle> processesOf(Path data) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(data.toString()));
  }
}
