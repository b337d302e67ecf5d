package io.parley.identity;

import java.util.function.BooleanSupplier;

/// What the streams of a caller are given, for tests of streams.
public final class TestSeats {
  private TestSeats() {}

  public static Seat seat(Runnable giveBack) {
    return new Seat(giveBack);
  }

  /// @param holds whether a guest's token is accepted
  public static Standing standing(BooleanSupplier holds) {
    return new Standing(_ -> false, _ -> holds.getAsBoolean());
  }

  public static void check(Standing standing) {
    standing.check();
  }
}
