package io.parley.web;

import io.parley.platform.Json;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// `/health`: what all checks say, in the JSON of MicroProfile Health 4.0 (section "Protocol").
@WebServlet({"/health", "/health/*"})
public class HealthPage extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final System.Logger LOG = System.getLogger(HealthPage.class.getName());

  @Inject @Any transient Instance<HealthCheck> checks;

  /// The document.
  record Report(Status status, List<Check> checks) {}

  /// One part of it.
  record Check(String name, Status status, Map<String, Object> data) {
    static Check of(HealthCheck check) {
      try {
        HealthCheckResponse said = check.call();
        return new Check(said.getName(), said.getStatus(), said.getData().orElse(Map.of()));
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a check of the health failed", e);
        return new Check(check.getClass().getSimpleName(), Status.DOWN, Map.of());
      }
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<List<Instance<HealthCheck>>> asked =
        asked(Optional.ofNullable(request.getPathInfo()).orElse("/"));
    if (asked.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    List<Check> said = new ArrayList<>();
    asked.get().forEach(kind -> kind.forEach(check -> said.add(Check.of(check))));
    boolean up = said.stream().allMatch(check -> check.status() == Status.UP);
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json;charset=UTF-8");
    byte[] json =
        Json.write(new Report(up ? Status.UP : Status.DOWN, said)).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  private Optional<List<Instance<HealthCheck>>> asked(String path) {
    Instance<HealthCheck> live = checks.select(Liveness.Literal.INSTANCE);
    Instance<HealthCheck> ready = checks.select(Readiness.Literal.INSTANCE);
    Instance<HealthCheck> started = checks.select(Startup.Literal.INSTANCE);
    return switch (path) {
      case "/" -> Optional.of(List.of(started, live, ready));
      case "/live" -> Optional.of(List.of(live));
      case "/ready" -> Optional.of(List.of(ready));
      case "/started" -> Optional.of(List.of(started));
      default -> Optional.empty();
    };
  }
}
