package io.parley.realtime;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client's request for a stream, for tests of what streams tell: nothing is sent before the test
/// reads it.
public final class TestExchange {
  private final ManualThreads threads = new ManualThreads();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<AsyncListener> listeners = new ArrayList<>();
  private boolean completed;

  public Connections connections() {
    return new Connections(
        RealtimeConfig.from(_ -> Optional.empty()),
        new ManualScheduler(),
        threads,
        new RealtimeMeter(_ -> {}));
  }

  public AsyncContext exchange() {
    return proxy(
        AsyncContext.class,
        (name, arguments) -> {
          switch (name) {
            case "getResponse" -> {
              return proxy(HttpServletResponse.class, (_, _) -> new Body());
            }
            case "addListener" -> listeners.add((AsyncListener) arguments[0]);
            case "complete" -> completed = true;
            default -> {}
          }
          return this;
        });
  }

  /// All that the client has received so far.
  public String received() {
    threads.run();
    return body.toString(StandardCharsets.UTF_8);
  }

  /// Whether the server has ended the stream.
  public boolean isEnded() {
    threads.run();
    return completed;
  }

  public void disconnect() {
    for (AsyncListener listener : listeners) {
      try {
        listener.onComplete(null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    threads.run();
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                method.getReturnType() == void.class
                    ? discarded(answer.to(method.getName(), arguments))
                    : answer.to(method.getName(), arguments)));
  }

  private static @Nullable Object discarded(Object ignored) {
    return null;
  }

  private final class Body extends ServletOutputStream {
    @Override
    public void write(int octet) {
      body.write(octet);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}
  }
}
