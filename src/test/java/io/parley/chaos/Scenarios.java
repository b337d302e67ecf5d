package io.parley.chaos;

import java.util.List;

/// All rows of the table, in its order.
final class Scenarios {
  static final List<Scenario> ALL =
      List.of(
          new CutSockets(),
          new KilledNodes(),
          new KafkaAway(),
          new PostgresAway(),
          new RedisAway(),
          PartAwayBehindBalancer.ofPostgres(),
          PartAwayBehindBalancer.ofRedis(),
          new FailingProvider(),
          new DuplicatePosts(),
          new WritersOnTwoNodes(),
          new OldPositions(),
          new Fuzz(),
          new OddRequests(),
          new Autobahn(),
          new PoisonRecords(),
          new StoppedReaders(),
          new EverythingAtOnce(),
          new RollingRestart(),
          new RewoundOffsets());

  /// Those whose short forms every build plays: of everything at once only the long form says
  /// something, and it wants a machine of its own.
  static final List<Scenario> IN_EVERY_BUILD =
      ALL.stream().filter(scenario -> !(scenario instanceof EverythingAtOnce)).toList();

  private Scenarios() {}

  static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no scenario %s. There are: %s"
                    .formatted(name, ALL.stream().map(Scenario::name).toList())));
  }
}
