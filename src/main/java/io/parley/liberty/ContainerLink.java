package io.parley.liberty;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What lies under a session of Liberty's, for [DirectLine]: its connection, and whose turn it is
/// to write there. Known of Liberty 26.0.0.3 (`com.ibm.ws.wsoc.WsocConnLink`): two public states,
/// guarded by a public monitor, say whether the session is open and whether somebody is writing.
final class ContainerLink {
  private static final long ALL = -1;
  private static final int WITHOUT_TIMEOUT = -1;

  /// Looked up once: it is the same class for all sessions.
  private static volatile Optional<Names> known = Optional.empty();

  private final Names names;
  private final Object link;
  private final Object monitor;
  private final Object connection;

  private ContainerLink(Names names, Object link, Object connection)
      throws ReflectiveOperationException {
    this.names = names;
    this.link = link;
    this.monitor = read(link, "linkSync");
    this.connection = connection;
  }

  /// @throws ReflectiveOperationException if this is not the Liberty that is known here
  static ContainerLink of(Object session) throws ReflectiveOperationException {
    Object own = read(session, "impl");
    Object link = read(own, "connLink");
    Optional<Names> found = known.filter(names -> names.type == link.getClass());
    Names names = found.isPresent() ? found.get() : new Names(link.getClass());
    known = Optional.of(names);
    return new ContainerLink(names, link, read(link, "tcpConnection"));
  }

  boolean isEncrypted() throws ReflectiveOperationException {
    return method(connection.getClass(), "getSSLContext").invoke(connection) != null;
  }

  Socket socket() throws ReflectiveOperationException {
    return (Socket) call(call(connection, "getSocketIOChannel"), "getSocket");
  }

  /// From here to [#endTurn] nobody else writes. Does not wait.
  ///
  /// @return false if somebody is writing, or the session is closing
  boolean takeTurn() {
    synchronized (monitor) {
      return names.takeTurn(link);
    }
  }

  void endTurn() {
    names.endTurn(link);
  }

  /// Waits until all of it is written, or the connection is closed.
  void write(ByteBuffer bytes) throws IOException {
    try {
      Object buffers = call(link, "getBufferManager");
      Object buffer = method(buffers.getClass(), "wrap", ByteBuffer.class).invoke(buffers, bytes);
      Object writer = call(connection, "getWriteInterface");
      Class<?> bufferType = type(writer.getClass().getMethods(), "setBuffer");
      method(writer.getClass(), "setBuffer", bufferType).invoke(writer, buffer);
      method(writer.getClass(), "write", long.class, int.class)
          .invoke(writer, ALL, WITHOUT_TIMEOUT);
    } catch (InvocationTargetException e) {
      throw new IOException("The rest of a frame could not be sent", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("The rest of a frame cannot be sent", e);
    }
  }

  private static Class<?> type(Method[] methods, String name) throws NoSuchMethodException {
    for (Method method : methods) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        return method.getParameterTypes()[0];
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static Object read(Object from, String name) throws ReflectiveOperationException {
    Object value = field(from.getClass(), name).get(from);
    if (value == null) {
      throw new NoSuchFieldException(name + " is empty");
    }
    return value;
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(name + " of " + type);
  }

  private static Object call(Object on, String name) throws ReflectiveOperationException {
    Object value = method(on.getClass(), name).invoke(on);
    if (value == null) {
      throw new NoSuchMethodException(name + " has no result");
    }
    return value;
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = type.getMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  /// The two states of one class of links, and the call that ends a turn. Handles, because this is
  /// asked for every frame of every reader.
  private static final class Names {
    final Class<?> type;
    private final MethodHandle session;
    private final MethodHandle writer;
    private final MethodHandle write;
    private final MethodHandle end;
    private final Object open;
    private final Object nobody;
    private final Object somebody;

    Names(Class<?> type) throws ReflectiveOperationException {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      Field sessionStatus = field(type, "linkStatus");
      Field writerStatus = field(type, "writeLinkStatus");
      MethodType getter = MethodType.methodType(Object.class, Object.class);
      this.type = type;
      this.session = lookup.unreflectGetter(sessionStatus).asType(getter);
      this.writer = lookup.unreflectGetter(writerStatus).asType(getter);
      this.write =
          lookup
              .unreflectSetter(writerStatus)
              .asType(MethodType.methodType(void.class, Object.class, Object.class));
      this.end =
          lookup
              .unreflect(type.getMethod("signalNotWriting"))
              .asType(MethodType.methodType(void.class, Object.class));
      this.open = constant(sessionStatus.getType(), "IO_OK");
      this.nobody = constant(writerStatus.getType(), "OK_TO_WRITE");
      this.somebody = constant(writerStatus.getType(), "WRITING");
    }

    boolean takeTurn(Object link) {
      try {
        if (!open.equals((Object) session.invokeExact(link))
            || !nobody.equals((Object) writer.invokeExact(link))) {
          return false;
        }
        write.invokeExact(link, somebody);
        return true;
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    void endTurn(Object link) {
      try {
        end.invokeExact(link);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    private static RuntimeException unexpected(Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      return e instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException("None of this declares an exception", e);
    }

    private static Object constant(Class<?> type, String name) throws NoSuchFieldException {
      for (Object each : type.getEnumConstants()) {
        if (each.toString().equals(name)) {
          return each;
        }
      }
      throw new NoSuchFieldException(name + " of " + type);
    }
  }
}
