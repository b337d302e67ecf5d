package io.parley.chaos;

/// How much of a scenario is played.
enum Dose {
  /// Seconds, in every build: the promise, without the figures that need a quiet machine.
  QUICK,
  /// As long and as large as the table says.
  FULL;

  <T> T of(T quick, T full) {
    return this == QUICK ? quick : full;
  }
}
