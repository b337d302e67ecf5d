package io.parley.limits;

/// Seats for tests of what takes them.
public final class TestSeats {
  private TestSeats() {}

  public static Seat seat(Runnable giveBack) {
    return new Seat(giveBack);
  }
}
