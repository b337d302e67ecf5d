package io.parley.testing;

import io.parley.testing.openai.Script;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets a scripted model echo again after each test, whatever the test had it say.
public final class EchoAfterwards implements AfterEachCallback {
  private final String model;

  public EchoAfterwards(String model) {
    this.model = model;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    TestBed.models().script(model, Script.echo());
  }
}
