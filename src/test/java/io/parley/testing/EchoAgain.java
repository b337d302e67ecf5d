package io.parley.testing;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// After each class of tests, the models of the shared provider echo again: classes run in any
/// order, and what one has scripted is not for the next.
public final class EchoAgain implements TestExecutionListener {
  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (identifier.getSource().filter(ClassSource.class::isInstance).isPresent()) {
      TestBed.letModelsEcho();
    }
  }
}
