package io.parley.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.postgresql.util.PasswordUtil;

/// Who may talk to PostgreSQL: one user with a password (`scram-sha-256`).
///
/// The password is set before the server listens. It is set again whenever `pg_hba.conf` is not the
/// one that was written for it: in a new cluster, in one of an earlier version that trusted every
/// local connection, and after the file with the password was lost.
record PostgresAccess(String user, String password) {

  /// A server that is its only client and does not listen: PostgreSQL's single-user mode.
  interface SingleUserMode {
    /// Runs the statements in this file.
    ///
    /// @throws ServicesException if one of them fails
    void run(Path statements);
  }

  /// Closes a cluster whose server is not running.
  ///
  /// @param scratch a directory on the same file system
  void close(Path cluster, Path scratch, SingleUserMode server) throws IOException {
    var rules = cluster.resolve("pg_hba.conf");
    if (Files.readString(rules).equals(rules())) {
      return;
    }
    var statements = written(scratch, "alter role %s password '%s';%n".formatted(user, verifier()));
    try {
      server.run(statements);
    } finally {
      Files.delete(statements);
    }
    var closed = written(scratch, rules());
    var owner = Files.getOwner(rules); // may be another one: see RootlessCommand
    if (!Files.getOwner(closed).equals(owner)) {
      Files.setOwner(closed, owner);
    }
    Files.move(closed, rules, StandardCopyOption.ATOMIC_MOVE);
  }

  /// They name the password by its digest, so that another password makes other rules.
  private String rules() {
    return """
    # Written by Parley for the password %s
    host all all 127.0.0.1/32 scram-sha-256
    """
        .formatted(digest());
  }

  /// What PostgreSQL stores: nobody can log in with it.
  private String verifier() {
    return PasswordUtil.encodeScramSha256(password.toCharArray());
  }

  private String digest() {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(password.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static Path written(Path directory, String text) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "postgresql", "", OwnerOnly.FILE), text);
  }

  @Override
  public String toString() {
    return "PostgresAccess[" + user + "]";
  }
}
