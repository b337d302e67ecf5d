package io.parley.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PatientDataSourceTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void aConnectionThatCannotBePatientIsClosed() {
    Connection connection =
        proxy(
            Connection.class,
            (_, method, _) -> {
              calls.add(method.getName());
              throw new SQLException(method.getName());
            });
    DataSource patient = new PatientDataSource(proxy(DataSource.class, (_, _, _) -> connection));
    SQLException refused = assertThrows(SQLException.class, patient::getConnection);
    assertEquals("setNetworkTimeout", refused.getMessage());
    assertEquals("close", refused.getSuppressed()[0].getMessage());
    assertEquals(List.of("setNetworkTimeout", "close"), calls);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            PatientDataSourceTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
