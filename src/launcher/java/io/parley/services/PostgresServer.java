package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// PostgreSQL with one database, `parley`. It listens on 127.0.0.1 only, and asks for a password.
final class PostgresServer extends ServerProcess {
  static final String NAME = "parley";

  private final Directories directories;
  private final int port;
  private final PostgresAccess access;

  PostgresServer(Directories directories, int port) {
    this.directories = directories;
    this.port = port;
    this.access = new PostgresAccess(NAME, directories.password("postgresql").readOrMake());
  }

  String url() {
    return url(NAME);
  }

  String password() {
    return access.password();
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  @Override
  public void start() {
    try {
      var binaries = PostgresBinaries.unpack(directories);
      var cluster = directories.root().resolve("postgresql");
      if (!Files.exists(cluster)) {
        create(binaries, cluster);
      }
      // Left by a sudden end. Whoever wrote it is gone (Leftovers), but its process id may be in
      // use.
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
      access.close(
          cluster, directories.scratch(), statements -> runAlone(binaries, cluster, statements));
      var command =
          RootlessCommand.of(
              directories.root(),
              List.of(cluster, binaries),
              List.of(
                  binaries.resolve("bin/postgres").toString(),
                  "-D",
                  cluster.toString(),
                  "-p",
                  Integer.toString(port),
                  "-c",
                  "listen_addresses=127.0.0.1",
                  "-c",
                  "unix_socket_directories=",
                  "-c",
                  "shared_buffers=64MB",
                  "-c",
                  "log_timezone=UTC",
                  "-c",
                  "timezone=UTC"));
      // INT is PostgreSQL's fast shutdown: sessions are ended, data is flushed.
      start(
          "PostgreSQL",
          "postgresql",
          "INT",
          directories,
          directories.log("postgresql"),
          command,
          this::createDatabase);
    } catch (IOException e) {
      throw new ServicesException("PostgreSQL could not be set up: " + e.getMessage(), e);
    }
  }

  /// Beside its final place, and moved there when complete: an interrupted `initdb` leaves nothing
  /// that looks like a cluster.
  private void create(Path binaries, Path cluster) throws IOException {
    var unfinished = directories.scratch().resolve("postgresql");
    Trees.delete(unfinished);
    Files.createDirectory(unfinished, OwnerOnly.DIRECTORY);
    complete(
        "initdb",
        RootlessCommand.of(
            directories.root(),
            List.of(unfinished, binaries),
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                unfinished.toString(),
                "-U",
                NAME,
                "-A",
                "reject", // until PostgresAccess closes it
                "-E",
                "UTF-8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-sync")));
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Reads the statements from a file: what is on a command line, everybody can see.
  private void runAlone(Path binaries, Path cluster, Path statements) {
    var command =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" <\"$0\"", statements.toString()));
    command.addAll(
        RootlessCommand.of(
            directories.root(),
            List.of(cluster, binaries),
            List.of(
                binaries.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                cluster.toString(),
                "-c",
                "exit_on_error=true",
                "postgres")));
    complete("postgresql-alone", command);
  }

  /// Runs a program that ends by itself.
  private void complete(String name, List<String> command) {
    var log = directories.log("postgresql");
    var program =
        GuardedProcess.start(
            name,
            "TERM",
            directories.run(),
            ProcessBuilder.Redirect.appendTo(log.toFile()),
            Map.of(),
            command);
    try {
      if (program.waitFor() != 0) {
        throw new ServicesException(
            "PostgreSQL could not be set up (%s); the reason is in %s".formatted(name, log));
      }
    } catch (InterruptedException e) {
      program.close();
      Thread.currentThread().interrupt();
      throw new ServicesException("Interrupted while PostgreSQL was being set up", e);
    }
  }

  private boolean createDatabase() throws SQLException {
    try (var connection = DriverManager.getConnection(url("postgres"), NAME, password());
        var statement = connection.createStatement()) {
      try (var found =
          statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
        if (found.next()) {
          return false;
        }
      }
      return statement.execute("create database " + NAME);
    }
  }
}
