package io.parley.testing;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/// `*E2E` after everything else, and by name: what is broken below shows before the browsers do.
public final class BrowsersLast implements ClassOrderer {
  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.comparing(BrowsersLast::needsABrowser)
                .thenComparing(test -> test.getTestClass().getName()));
  }

  private static boolean needsABrowser(ClassDescriptor test) {
    return test.getTestClass().getSimpleName().endsWith("E2E");
  }
}
