package io.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A Liberty with everything of Parley's but its application, in which Arquillian deploys tests
/// together with the application.
///
/// @param node only its process: there is nothing to be ready
record ContainerServer(ServerDirectory directory, ParleyNode node) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Our server watches nothing while it runs; this one has to. Arquillian deploys by adding to
  /// `server.xml` and looks through JMX.
  private static final String WATCHFUL =
      """
      <server>
        <featureManager><feature>localConnector-1.0</feature></featureManager>
        <config updateTrigger="polled" monitorInterval="200ms"/>
      </server>
      """;

  ContainerServer start() {
    try {
      Files.delete(directory.server().resolve("apps/parley.war"));
      var overrides = directory.server().resolve("configDropins/overrides");
      Files.createDirectories(overrides);
      Files.writeString(overrides.resolve("arquillian.xml"), WATCHFUL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.launch();
    Await.within(PATIENCE)
        .check(
            "Arquillian's server can be reached through JMX (log: " + directory.log() + ")",
            () -> Files.exists(jmxAddress()));
    return this;
  }

  private Path jmxAddress() {
    return directory.server().resolve("logs/state/com.ibm.ws.jmx.local.address");
  }
}
