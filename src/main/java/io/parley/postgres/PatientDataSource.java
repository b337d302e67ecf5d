package io.parley.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Connections that wait for an answer for as long as it takes.
///
/// A statement that rewrites a large table is silent for longer than other questions may be: with
/// their timeout it would be broken off, and start again without end. The server's pool gives a
/// connection its own timeout back before somebody else has it.
record PatientDataSource(DataSource source) implements DataSource {
  /// Milliseconds; 0 stands for no limit.
  private static final int NO_TIMEOUT = 0;

  @Override
  public Connection getConnection() throws SQLException {
    return patient(source.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return patient(source.getConnection(user, password));
  }

  private static Connection patient(Connection connection) throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, NO_TIMEOUT);
      return connection;
    } catch (SQLException | RuntimeException refused) {
      close(connection, refused);
      throw refused;
    }
  }

  private static void close(Connection connection, Exception refused) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      refused.addSuppressed(e);
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public java.util.logging.Logger getParentLogger() {
    return java.util.logging.Logger.getLogger(PatientDataSource.class.getName());
  }

  @Override
  public <T> T unwrap(Class<T> wanted) throws SQLException {
    return source.unwrap(wanted);
  }

  @Override
  public boolean isWrapperFor(Class<?> wanted) throws SQLException {
    return source.isWrapperFor(wanted);
  }
}
