package io.parley.web;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Dictionary;

/// Takes Liberty's own web modules off the server: `/health`, `/metrics`, `/openapi`, `/ibm/api`.
///
/// No filter of Parley sees their requests, and no setting gives them a check of hosts, a token or
/// errors without a stack trace. What they showed is shown by servlets of Parley, behind
/// [RequestFilter]. Liberty offers no setting for this either, so its bundles are stopped by the
/// API of OSGi, by reflection (decision 0146). Where that does not work, the log has a warning, and
/// Liberty's modules answer as they would without us.
@WebListener
public class PlatformModules implements ServletContextListener {
  private static final Logger LOG = System.getLogger(PlatformModules.class.getName());
  private static final String OSGI = "org.osgi.framework.";

  /// The header of a bundle that is a web application.
  private static final String CONTEXT_PATH = "Web-ContextPath";

  /// OSGi's `Bundle.STOP_TRANSIENT`: until the next start of the server.
  private static final int UNTIL_RESTART = 1;

  private static final int ACTIVE = 32;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    try {
      stopAll(event.getServletContext().getClass().getClassLoader());
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Liberty's own /health, /metrics and /openapi cannot be disabled. They answer without"
              + " checks of host and token. Block them at the proxy.",
          e);
    }
  }

  /// @param libertys the class loader of one of its bundles
  private static void stopAll(ClassLoader libertys) throws ReflectiveOperationException {
    // the loader's own class is OSGi's; not every bundle can see that by its name
    ClassLoader osgi = libertys.getClass().getClassLoader();
    Class<?> bundle = osgi.loadClass(OSGI + "Bundle");
    Object own = osgi.loadClass(OSGI + "BundleReference").getMethod("getBundle").invoke(libertys);
    Object context = bundle.getMethod("getBundleContext").invoke(own);
    Object[] all =
        (Object[]) osgi.loadClass(OSGI + "BundleContext").getMethod("getBundles").invoke(context);
    for (Object each : all) {
      Dictionary<?, ?> headers = (Dictionary<?, ?>) bundle.getMethod("getHeaders").invoke(each);
      boolean active = bundle.getMethod("getState").invoke(each).equals(ACTIVE);
      if (active && headers.get(CONTEXT_PATH) != null) {
        bundle.getMethod("stop", int.class).invoke(each, UNTIL_RESTART);
        LOG.log(Level.DEBUG, "stopped {0}", bundle.getMethod("getSymbolicName").invoke(each));
      }
    }
  }
}
