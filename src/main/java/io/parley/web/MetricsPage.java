package io.parley.web;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;

/// `/metrics`, for whom [Scrapers] permits.
@WebServlet("/metrics")
public class MetricsPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Inject
  @RegistryScope(scope = MetricRegistry.BASE_SCOPE)
  transient MetricRegistry java;

  @Inject
  @RegistryScope(scope = MetricRegistry.VENDOR_SCOPE)
  transient MetricRegistry liberty;

  @Inject
  @RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE)
  transient MetricRegistry parley;

  @Inject transient Scrapers scrapers;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      scrapers.require(request);
    } catch (ProblemException refusal) {
      if (refusal.problem() == Problem.UNAUTHENTICATED) {
        response.setHeader("WWW-Authenticate", "Bearer");
      }
      Refusal.send(refusal, request, response);
      return;
    }
    PrometheusText text = new PrometheusText();
    List.of(java, liberty, parley).forEach(text::add);
    response.setContentType(PrometheusText.MEDIA_TYPE);
    response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
