package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The short forms of scenarios. Their long forms, and their figures: `chaos/run`.
class ReliabilityIT {
  private static Cluster cluster;

  @BeforeAll
  static void startTwoNodes() {
    cluster = Cluster.start(Dose.QUICK);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Stream<String> scenarios() {
    return Scenarios.IN_EVERY_BUILD.stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsPromisedHoldsWhile(String scenario) {
    Findings findings = Chaos.play(Scenarios.named(scenario), cluster, Dose.QUICK);
    assertTrue(findings.hold(), findings::broken);
  }
}
