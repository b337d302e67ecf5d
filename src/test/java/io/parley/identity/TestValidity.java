package io.parley.identity;

import java.util.function.BooleanSupplier;

/// Whether what callers have proved still holds, for tests of what ends when it does not.
public final class TestValidity {
  private TestValidity() {}

  /// @param holds whether a guest's token is accepted
  public static ProofValidity of(BooleanSupplier holds) {
    return new ProofValidity(_ -> false, _ -> holds.getAsBoolean());
  }

  public static void check(ProofValidity validity) {
    validity.check();
  }
}
