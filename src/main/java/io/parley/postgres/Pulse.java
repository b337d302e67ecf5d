package io.parley.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/// Whether PostgreSQL answers, asked on a connection that is kept for this question.
///
/// A connection from the pool would not do. While all of them are in use, a busy database would
/// look like an absent one. And to open one while PostgreSQL hangs takes far longer than to ask on
/// one that is open.
///
/// Not thread-safe.
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Pulse.class.getName());

  private final DataSource dataSource;
  private final Duration patience;
  private Optional<Connection> kept = Optional.empty();

  /// @param patience whole seconds
  Pulse(DataSource dataSource, Duration patience) {
    this.dataSource = dataSource;
    this.patience = patience;
  }

  /// @throws SQLException if no connection can be opened
  boolean beats() throws SQLException {
    Connection connection = kept.isPresent() ? kept.get() : dataSource.getConnection();
    kept = Optional.of(connection);
    boolean valid = false;
    try {
      valid = connection.isValid(Math.toIntExact(patience.toSeconds()));
    } finally {
      if (!valid) {
        close();
      }
    }
    return valid;
  }

  /// Throws nothing: what is to be known of the connection is known by then.
  @Override
  public void close() {
    if (kept.isPresent()) {
      Connection connection = kept.get();
      kept = Optional.empty();
      try {
        connection.close();
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.DEBUG, "a connection was not closed properly", e);
      }
    }
  }
}
