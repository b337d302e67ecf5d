package io.parley.node;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The signals that ask this process to end, heard before the JVM acts on them.
///
/// A shutdown hook is too late: all hooks run at the same time, and Liberty's own closes the
/// sockets at once. `sun.misc.Signal` is the JDK's only way to be earlier; it is in the module
/// `jdk.unsupported`, which every JDK has, and is used by reflection because the compiler warns of
/// it in a way that cannot be answered (docs/decisions/0101).
final class Signals implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Signals.class.getName());
  private static final List<String> NAMES = List.of("TERM", "INT");
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

  private final Runnable first;
  private final AtomicBoolean heard = new AtomicBoolean();
  private final List<Runnable> restore = new ArrayList<>();

  /// @param first run when the first signal is heard, on a thread of its own, before the JVM ends;
  ///   a second signal ends the JVM at once
  private Signals(Runnable first) {
    this.first = first;
  }

  static Signals hear(Runnable first) {
    Signals signals = new Signals(first);
    for (String name : NAMES) {
      try {
        signals.take(name);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // such as -Xrs: then the JVM does not hear signals either
        LOG.log(
            System.Logger.Level.WARNING,
            "SIG{0} will stop this server without draining: {1}",
            name,
            e.toString());
      }
    }
    return signals;
  }

  /// Leaves the signals to whoever had them before.
  @Override
  public void close() {
    restore.forEach(Runnable::run);
    restore.clear();
  }

  private void take(String name) throws ReflectiveOperationException {
    Class<?> signalType = JDK.loadClass("sun.misc.Signal");
    Class<?> handlerType = JDK.loadClass("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    var handle = signalType.getMethod("handle", signalType, handlerType);
    var pass = handlerType.getMethod("handle", signalType);
    var previous = new Object[1];
    InvocationHandler ours =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                if (heard.compareAndSet(false, true)) {
                  first.run();
                }
                yield pass.invoke(previous[0], signal);
              }
              case "equals" ->
                  System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "Parley's handler of SIG" + name;
            };
    previous[0] =
        handle.invoke(
            null, signal, Proxy.newProxyInstance(JDK, new Class<?>[] {handlerType}, ours));
    Object ignored = handlerType.getField("SIG_IGN").get(null);
    Runnable giveBack = () -> giveBack(handle, signal, previous[0], name);
    if (previous[0].equals(ignored)) {
      giveBack.run(); // whoever started us wants it so, as nohup does
    } else {
      restore.add(giveBack);
    }
  }

  private static void giveBack(Method handle, Object signal, Object handler, String name) {
    try {
      handle.invoke(null, signal, handler);
    } catch (ReflectiveOperationException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the former handler of SIG{0} cannot be restored: {1}",
          name,
          e.toString());
    }
  }
}
