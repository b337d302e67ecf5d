package io.parley.testing;

import org.microshed.testing.ApplicationEnvironment;

/// Where a `@MicroShedTest` finds Parley: the test bed's shared node and its Kafka.
public final class ParleyEnvironment implements ApplicationEnvironment {
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  @Override
  public void start() {
    System.setProperty(
        "org.microshed.kafka.bootstrap.servers", TestBed.services().kafkaBootstrapServers());
    var _ = TestBed.node();
  }

  @Override
  public String getApplicationURL() {
    return TestBed.node().url().toString();
  }
}
