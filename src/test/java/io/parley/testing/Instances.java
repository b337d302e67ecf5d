package io.parley.testing;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.util.List;

/// The beans of a type, without a container.
public final class Instances {
  private Instances() {}

  /// These and no others. Only their stream can be asked for.
  @SuppressWarnings("unchecked")
  public static <T> Instance<T> of(List<? extends T> beans) {
    return (Instance<T>)
        Proxy.newProxyInstance(
            Instances.class.getClassLoader(),
            new Class<?>[] {Instance.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "stream" -> beans.stream();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
