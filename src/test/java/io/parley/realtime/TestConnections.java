package io.parley.realtime;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Connections for tests of what uses them: what is sent to them goes nowhere.
public final class TestConnections {
  private TestConnections() {}

  public static Connection toNowhere() {
    ManualScheduler time = new ManualScheduler();
    Executor threads = new ManualThreads();
    RealtimeMeter meter = new RealtimeMeter(_ -> {});
    RealtimeConfig config = RealtimeConfig.from(_ -> Optional.empty());
    return new Connection(
        silent(Session.class),
        new Connections(config, time, threads, meter),
        config,
        time,
        (_, caughtUp) ->
            new Outbox(new RecordingTransport(), config, threads, time, meter, caughtUp),
        _ -> {});
  }

  private static <T> T silent(Class<T> type) {
    InvocationHandler nothing = (_, method, _) -> answer(method.getReturnType());
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, nothing));
  }

  private static @Nullable Object answer(Class<?> type) {
    if (type == RemoteEndpoint.Basic.class) {
      return silent(RemoteEndpoint.Basic.class);
    }
    return type.isPrimitive() && type != void.class
        ? Array.get(Array.newInstance(type, 1), 0)
        : null;
  }
}
