package io.parley.openai;

import io.parley.apikey.ApiKey;
import io.parley.apikey.ApiKey.Scope;
import io.parley.apikey.ApiKeys;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.ProofValidity;
import io.parley.liberty.DisconnectDetector;
import io.parley.platform.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// `/v1`: finds out who asks and for what, and hands over to a virtual thread, since answers take
/// their time and Liberty's threads are few. A servlet and not JAX-RS: decision 0081.
///
/// Everything here rests on a key in a header, which no browser sends by itself. So no request from
/// another site's page can do harm, and which of them may read the answers is [Cors]' business.
@WebServlet(
    urlPatterns = {"/v1/*", "/openai/*"},
    asyncSupported = true)
public class OpenAiServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = System.getLogger(OpenAiServlet.class.getName());
  private static final AtomicLong COUNT = new AtomicLong();
  private static final String MODEL = "/models/";
  private static final String RESPONSE = "/responses/";

  @Inject transient ApiKeys keys;
  @Inject transient Cors cors;
  @Inject transient DisconnectDetector disconnects;
  @Inject transient ProofValidity validity;
  @Inject transient Proxies proxies;
  @Inject transient RequestMemoryLimit room;
  @Inject transient ModelList models;
  @Inject transient ChatCompletions chat;
  @Inject transient Completions completions;
  @Inject transient Responses responses;
  @Inject transient KeptResponses kept;
  @Inject transient Embeddings embeddings;
  @Inject transient Moderations moderations;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    if (cors.answer(request, response)) {
      return;
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    Exchange exchange = new Exchange(request, response, disconnects, validity, room);
    String method = request.getMethod();
    Target target = Target.of(request);
    Thread.ofVirtual()
        .name("v1-" + COUNT.incrementAndGet())
        .start(() -> {
          try {
            answer(method, target, exchange);
          } finally {
            exchange.end();
            context.complete();
          }
        });
  }

  private void answer(String method, Target target, Exchange exchange) {
    try {
      try {
        route(method, target, exchange);
      } catch (OpenAiError e) {
        exchange.refuse(e);
      } catch (ProblemException e) {
        exchange.refuse(OpenAiError.of(e));
      } catch (RuntimeException | Error e) {
        // the container would make an empty answer with 200 of an error
        LOG.log(
            Level.ERROR, () -> "no response to " + method + " /v1 " + encoded(target.path()), e);
        exchange.refuse(
            OpenAiError.of(
                503,
                OpenAiError.SERVER,
                "unavailable",
                "The server failed to answer this request. The cause is in its log. Try again."));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the client has disconnected", e);
    }
  }

  /// As it can stand in a log: it is decoded, and a stranger's.
  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  private void route(String method, Target target, Exchange exchange) throws IOException {
    ApiKey key = authenticated(exchange);
    Optional<String> model = target.deployment();
    switch (method + " " + target.path()) {
      case "GET /models" -> models.all(permitted(key, Scope.MODELS), exchange);
      case "POST /chat/completions" -> chat.answer(permitted(key, Scope.CHAT), model, exchange);
      case "POST /completions" -> completions.answer(permitted(key, Scope.CHAT), model, exchange);
      case "POST /responses" -> responses.answer(permitted(key, Scope.CHAT), exchange);
      case "POST /embeddings" ->
          embeddings.answer(permitted(key, Scope.EMBEDDINGS), model, exchange);
      case "POST /moderations" -> moderations.answer(permitted(key, Scope.CHAT), exchange);
      default -> one(method, target.path(), key, exchange);
    }
  }

  /// One model, or one response.
  private void one(String method, String path, ApiKey key, Exchange exchange) throws IOException {
    if (method.equals("GET") && path.startsWith(MODEL)) {
      models.one(path.substring(MODEL.length()), permitted(key, Scope.MODELS), exchange);
    } else if (path.startsWith(RESPONSE)) {
      kept.answer(method, path.substring(RESPONSE.length()), permitted(key, Scope.CHAT), exchange);
    } else {
      throw unknown(method, path);
    }
  }

  private ApiKey authenticated(Exchange exchange) {
    String token =
        exchange
            .key()
            .orElseThrow(() ->
                refused(
                    "No API key in the request. Send `Authorization: Bearer pk-…`, `x-api-key`"
                        + " or `api-key`."));
    ApiKey key = keys.recognise(token).orElseThrow(() -> unrecognised());
    exchange.by(Caller.of(key, exchange.address(proxies)));
    return key;
  }

  private OpenAiError unrecognised() {
    return keys.areKnown()
        ? refused("This API key is not known here, was revoked, or has expired.")
        : OpenAiError.of(
            503,
            OpenAiError.SERVER,
            "unavailable",
            "The API keys are unavailable. Try again later.");
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

  static OpenAiError unknown(String method, String path) {
    boolean known =
        switch (path) {
          case "/models",
              "/chat/completions",
              "/completions",
              "/responses",
              "/embeddings",
              "/moderations" ->
              true;
          default -> path.startsWith(MODEL);
        };
    return known
        ? OpenAiError.of(
            405,
            OpenAiError.INVALID,
            "method_not_allowed",
            "The method %s is not allowed at this path.".formatted(method))
        : OpenAiError.of(
            404,
            OpenAiError.INVALID,
            "unknown_url",
            "No resource exists at this path. The base URL of this API ends in /v1, and"
                + " docs/openai.md lists its calls.");
  }
}
