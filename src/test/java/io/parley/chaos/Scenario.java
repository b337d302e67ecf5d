package io.parley.chaos;

/// One row of `docs/reliability.md`.
interface Scenario {
  /// What it is called on the command line.
  String name();

  String title();

  String mustHold();

  /// Leaves the cluster as it likes: the next one begins with [Cluster#heal].
  void play(Cluster cluster, Dose dose, Findings findings) throws Exception;
}
