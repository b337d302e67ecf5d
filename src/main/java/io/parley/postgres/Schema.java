package io.parley.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables and indexes of the archive, brought up to date by Flyway. Nodes that start together
/// take turns, by Flyway's lock.
///
/// All pending migrations are one transaction: if one of them fails, the schema stays as it was,
/// and no other node ever works with half of it.
public final class Schema {
  private static final Logger LOG = System.getLogger(Schema.class.getName());

  /// The fingerprint of a schema that has all migrations of this version of Parley. A wrong one
  /// costs nothing but time at the start; `SchemaIT` shows the right one.
  public static final String CURRENT = "7699b7882182ad35bafe9e63bac05818";

  private static final String HAS_HISTORY =
      "select to_regclass('flyway_schema_history') is not null";

  private static final String FINGERPRINT =
      """
      select md5(string_agg(concat_ws(' ', version, checksum, success), ',' order by version collate "C"))
      from flyway_schema_history
      where version is not null
      """;

  private Schema() {}

  /// Executes the pending migrations. Nearly every start finds none. Then Flyway is not asked: it
  /// would take a twentieth of the CPU of the start to say so.
  ///
  /// @return their number
  /// @throws FlywayException if PostgreSQL is unavailable or refuses one
  public static int migrate(DataSource dataSource) {
    if (fingerprint(dataSource).equals(CURRENT)) {
      return 0;
    }
    Flyway schema = flyway(dataSource);
    int pending = schema.info().pending().length;
    if (pending == 0) {
      return schema.migrate().migrationsExecuted;
    }
    LOG.log(
        Level.INFO,
        "{0} schema migrations are pending. In a large archive they take minutes.",
        pending);
    return flyway(new PatientDataSource(dataSource)).migrate().migrationsExecuted;
  }

  /// Which migrations PostgreSQL has executed: their versions, checksums and results, as one hash.
  /// Empty before the first one.
  public static String fingerprint(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return first(statement, HAS_HISTORY).equals("t") ? first(statement, FINGERPRINT) : "";
    } catch (SQLException e) {
      throw new FlywayException("The migrations of the schema are not known: " + e.getMessage(), e);
    }
  }

  private static String first(Statement statement, String question) throws SQLException {
    try (ResultSet answer = statement.executeQuery(question)) {
      String value = answer.next() ? answer.getString(1) : null;
      return value == null ? "" : value;
    }
  }

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .group(true)
        .load();
  }
}
