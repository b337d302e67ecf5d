package io.parley.web;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/// How long requests take: `parley_http_request_duration` at `/metrics`. No label's value comes
/// from a request, so that nobody can make more series than there are routes, methods and classes
/// of status. Sockets and streams, which last as long as somebody stays, are left out.
public class RequestTimes extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int FAILED = 500;
  private static final int LOWEST_STATUS = 100;
  private static final int HIGHEST_STATUS = 599;
  private static final Metadata NAME =
      Metadata.builder()
          .withName("parley_http_request_duration")
          .withDescription("How long requests took, sockets and streams left out")
          .build();

  private final transient MetricRegistry registry;
  private final transient ClientErrors errors = new ClientErrors();
  private final transient Map<Labels, Timer> timers = new ConcurrentHashMap<>();

  @Inject
  RequestTimes(MetricRegistry registry) {
    this.registry = registry;
  }

  /// @param status its first digit
  private record Labels(Route route, String method, int status) {

    Tag[] tags() {
      return new Tag[] {
        new Tag("route", route.wire()), new Tag("method", method), new Tag("status", status + "xx")
      };
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (RequestKind.isLasting(request)) {
      chain.doFilter(request, response);
      // before a socket or a stream has begun: whoever was refused has been answered
      errors.count(response.getStatus());
      return;
    }
    Timing timing = new Timing(request, response);
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      if (!returned) {
        timing.end(FAILED);
      } else if (!LaterAnswer.follows(request, timing)) {
        timing.end(response.getStatus());
      }
    }
  }

  private void measured(Labels labels, Duration took) {
    timers.computeIfAbsent(labels, it -> registry.timer(NAME, it.tags())).update(took);
  }

  /// One request, until it has been answered.
  private final class Timing implements AsyncListener {
    private final HttpServletResponse response;
    private final Route route;
    private final String method;
    private final long began = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    Timing(HttpServletRequest request, HttpServletResponse response) {
      this.response = response;
      // now: a request that has been answered may be another one already
      this.route = Route.of(request);
      this.method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
    }

    void end(int status) {
      if (ended.compareAndSet(false, true)) {
        errors.count(status);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        measured(
            new Labels(route, method, Math.clamp(status, LOWEST_STATUS, HIGHEST_STATUS) / 100),
            took);
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end(FAILED);
    }

    @Override
    public void onError(AsyncEvent event) {
      end(FAILED);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // a request with a body is asynchronous twice: until the body is there, and until the answer
      // is
      event.getAsyncContext().addListener(this);
    }
  }
}
