package io.parley.testing;

import java.util.Map;
import org.jboss.arquillian.config.descriptor.api.ArquillianDescriptor;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/// Points Arquillian at the server that [TestBed] starts for it, when the first of its tests is
/// about to run. This stands for an `arquillian.xml`, which could not know the ports.
public final class ArquillianSetup implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Setup.class);
  }

  /// Must precede Arquillian's own reading of the descriptor.
  public static final class Setup {
    public void configure(@Observes(precedence = 100) ArquillianDescriptor descriptor) {
      var server = TestBed.containerServer();
      var properties =
          Map.of(
              "wlpHome", server.directory().liberty().toString(),
              "usrDir", server.directory().user().toString(),
              "serverName", server.directory().serverName(),
              "httpPort", Integer.toString(server.node().port()),
              "allowConnectingToRunningServer", "true",
              "deployType", "xml",
              "apiTypeVisibility", "spec, ibm-api, api, stable, third-party",
              "appDeployTimeout", "90",
              "appUndeployTimeout", "30",
              "outputToConsole", "false");
      var container = descriptor.container("liberty").setDefault();
      properties.forEach(container::property);
    }
  }
}
