package io.parley.openai;

import io.parley.identity.ApiKey;
import io.parley.identity.ApiKey.Scope;
import io.parley.identity.ApiKeys;
import io.parley.identity.Caller;
import io.parley.identity.Proxies;
import io.parley.identity.Standing;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `/v1`: finds out who asks and for what, and hands over to a virtual thread, since answers take
/// their time and Liberty's threads are few. A servlet and not JAX-RS: decision 0081.
///
/// Everything here rests on a bearer token, which no browser sends by itself. So no request from
/// another site's page can do harm, and which of them may read the answers is [Cors]' business.
@WebServlet(urlPatterns = "/v1/*", asyncSupported = true)
public class OpenAiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = Logger.getLogger(OpenAiServlet.class.getName());
  private static final AtomicLong COUNT = new AtomicLong();
  private static final String MODEL = "/models/";

  @Inject transient ApiKeys keys;
  @Inject transient Cors cors;
  @Inject transient Departures departures;
  @Inject transient Standing standing;
  @Inject transient Proxies proxies;
  @Inject transient RequestRoom room;
  @Inject transient ModelList models;
  @Inject transient ChatCompletions chat;
  @Inject transient Responses responses;
  @Inject transient Embeddings embeddings;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    if (cors.answer(request, response)) {
      return;
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    Exchange exchange = new Exchange(request, response, departures, standing, room);
    String method = request.getMethod();
    String path = path(request);
    Thread.ofVirtual()
        .name("v1-" + COUNT.incrementAndGet())
        .start(() -> {
          try {
            answer(method, path, exchange);
          } finally {
            exchange.end();
            context.complete();
          }
        });
  }

  private void answer(String method, String path, Exchange exchange) {
    try {
      try {
        route(method, path, exchange);
      } catch (OpenAiError e) {
        exchange.refuse(e);
      } catch (ProblemException e) {
        exchange.refuse(OpenAiError.of(e));
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, e, () -> "no answer to " + method + " /v1 " + encoded(path));
        exchange.refuse(
            OpenAiError.of(
                503,
                OpenAiError.SERVER,
                "unavailable",
                "Something went wrong here. It has been logged."));
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "the caller has left", e);
    }
  }

  /// As it can stand in a log: it is decoded, and a stranger's.
  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  private void route(String method, String path, Exchange exchange) throws IOException {
    ApiKey key = authenticated(exchange);
    switch (method + " " + path) {
      case "GET /models" -> models.all(permitted(key, Scope.MODELS), exchange);
      case "POST /chat/completions" -> chat.answer(permitted(key, Scope.CHAT), exchange);
      case "POST /responses" -> responses.answer(permitted(key, Scope.CHAT), exchange);
      case "POST /embeddings" -> embeddings.answer(permitted(key, Scope.EMBEDDINGS), exchange);
      default -> {
        if (!method.equals("GET") || !path.startsWith(MODEL)) {
          throw unknown(method, path);
        }
        models.one(path.substring(MODEL.length()), permitted(key, Scope.MODELS), exchange);
      }
    }
  }

  private ApiKey authenticated(Exchange exchange) {
    String token =
        exchange
            .bearer()
            .orElseThrow(
                () -> refused("Send an API key of this server: `Authorization: Bearer pk-…`."));
    ApiKey key = keys.recognise(token).orElseThrow(() -> unrecognised());
    exchange.by(
        new Caller(key.participant(), new Caller.Proof.Key(key), exchange.address(proxies)));
    return key;
  }

  private OpenAiError unrecognised() {
    return keys.areKnown()
        ? refused("This API key is not known here, was revoked, or has expired.")
        : OpenAiError.of(
            503,
            OpenAiError.SERVER,
            "unavailable",
            "The keys cannot be reached. Please try again in a moment.");
  }

  private static OpenAiError refused(String sentence) {
    return OpenAiError.of(401, OpenAiError.INVALID, "invalid_api_key", sentence);
  }

  private static ApiKey permitted(ApiKey key, Scope scope) {
    if (!key.has(scope)) {
      throw OpenAiError.of(
          403,
          OpenAiError.INVALID,
          "insufficient_permissions",
          "This API key lacks the scope `%s`.".formatted(scope.wire()));
    }
    return key;
  }

  private static OpenAiError unknown(String method, String path) {
    boolean known =
        switch (path) {
          case "/models", "/chat/completions", "/responses", "/embeddings" -> true;
          default -> path.startsWith(MODEL);
        };
    return known
        ? OpenAiError.of(
            405, OpenAiError.INVALID, "method_not_allowed", method + " is not allowed here.")
        : OpenAiError.of(404, OpenAiError.INVALID, "unknown_url", "There is nothing here.");
  }

  /// Below `/v1`, decoded: models' names hold slashes, which some clients encode.
  private static String path(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path;
  }
}
