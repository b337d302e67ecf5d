package io.parley.testing;

import io.parley.services.SecretFile;
import javax.security.auth.login.Configuration;
import org.microshed.testing.ApplicationEnvironment;

/// Where a `@MicroShedTest` finds Parley: the test bed's shared node and its Kafka.
public final class ParleyEnvironment implements ApplicationEnvironment {
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  @Override
  public void start() {
    var services = TestBed.services();
    System.setProperty("org.microshed.kafka.bootstrap.servers", services.kafkaBootstrapServers());
    logIn("KafkaClient { %s };".formatted(services.kafkaClient().get("sasl.jaas.config")));
    var _ = TestBed.node();
  }

  /// For clients whose settings stand in an annotation, which cannot hold a password.
  private static void logIn(String configuration) {
    var file = new SecretFile(TestBed.directory().resolve("kafka-login"));
    file.write(configuration);
    System.setProperty("java.security.auth.login.config", file.path().toString());
    Configuration.setConfiguration(null); // read again when it is asked for next
  }

  @Override
  public String getApplicationURL() {
    return TestBed.node().url().toString();
  }
}
