package io.parley.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final List<String> calls = new ArrayList<>();
  private boolean answering = true;
  private boolean exhausted;
  private boolean unclosable;
  private Optional<RuntimeException> broken = Optional.empty();

  @Test
  void aPoolThatIsInUseUpToTheLastIsNoAbsentDatabase() throws SQLException {
    Pulse pulse = new Pulse(pool(), Duration.ofSeconds(2));
    assertTrue(pulse.beats());
    exhausted = true;
    assertTrue(pulse.beats());
    assertEquals(List.of("open", "isValid 2", "isValid 2"), calls);
  }

  @Test
  void aConnectionThatDoesNotAnswerIsClosedAndReplaced() throws SQLException {
    Pulse pulse = new Pulse(pool(), Duration.ofSeconds(2));
    assertTrue(pulse.beats());
    answering = false;
    assertFalse(pulse.beats());
    answering = true;
    assertTrue(pulse.beats());
    assertEquals(List.of("open", "isValid 2", "isValid 2", "close", "open", "isValid 2"), calls);
  }

  @Test
  void aConnectionThatFailsIsForgottenEvenIfItCannotBeClosed() throws SQLException {
    Pulse pulse = new Pulse(pool(), Duration.ofSeconds(2));
    broken = Optional.of(new IllegalStateException("isValid"));
    var failure = assertThrows(IllegalStateException.class, pulse::beats);
    assertEquals("isValid", failure.getMessage());
    assertFalse(Database.answers(pulse));
    broken = Optional.empty();
    assertTrue(pulse.beats());
    assertEquals(
        List.of("open", "isValid 2", "close", "open", "isValid 2", "close", "open", "isValid 2"),
        calls);
  }

  @Test
  void aConnectionThatCannotBeClosedIsNoAnswer() throws SQLException {
    Pulse pulse = new Pulse(pool(), Duration.ofSeconds(2));
    answering = false;
    unclosable = true;
    assertFalse(pulse.beats());
    assertFalse(pulse.beats());
    assertEquals(List.of("open", "isValid 2", "close", "open", "isValid 2", "close"), calls);
  }

  @Test
  void noConnectionIsAnError() {
    exhausted = true;
    Pulse pulse = new Pulse(pool(), Duration.ofSeconds(2));
    assertThrows(SQLException.class, pulse::beats);
  }

  private DataSource pool() {
    return proxy(
        DataSource.class,
        call -> {
          if (exhausted) {
            throw new SQLTransientConnectionException("none is free");
          }
          calls.add("open");
          return connection();
        });
  }

  private Connection connection() {
    return proxy(
        Connection.class,
        call -> {
          calls.add(call);
          if (broken.isPresent()) {
            throw call.equals("close") ? new IllegalStateException("close") : broken.get();
          }
          if (unclosable && call.equals("close")) {
            throw new SQLException("close");
          }
          return answering;
        });
  }

  private interface Reply {
    Object to(String call) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Reply reply) {
    return type.cast(
        Proxy.newProxyInstance(
            PulseTest.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              Object result =
                  reply.to(
                      arguments == null ? method.getName() : method.getName() + " " + arguments[0]);
              return method.getReturnType() == void.class ? null : result;
            }));
  }
}
