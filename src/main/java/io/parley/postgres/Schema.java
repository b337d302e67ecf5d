package io.parley.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables and indexes of the archive, brought up to date by Flyway. Nodes that start together
/// take turns, by Flyway's lock.
///
/// All pending migrations are one transaction: if one of them fails, the schema stays as it was,
/// and no other node ever works with half of it.
public final class Schema {
  private static final Logger LOG = System.getLogger(Schema.class.getName());

  private Schema() {}

  /// Executes the pending migrations.
  ///
  /// @return their number
  /// @throws org.flywaydb.core.api.FlywayException if PostgreSQL is unavailable or refuses one
  public static int migrate(DataSource dataSource) {
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

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .group(true)
        .load();
  }
}
