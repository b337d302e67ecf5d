package io.parley.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.platform.LimitedInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks an endpoint for `GET /models`; [ListedModel] says what is read of it.
final class ModelListRequest {
  private static final Logger LOG = System.getLogger(ModelListRequest.class.getName());

  /// The longest list there is has some thousands.
  static final int MAX_MODELS = 20_000;

  static final int MAX_BYTES = 32 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  /// What the list is called; OpenAI's is `data`.
  private static final Set<String> LISTS = Set.of("data", "models", "items", "results");

  private final HttpClient http;
  private final Endpoint endpoint;
  private final Duration timeout;

  /// @param timeout for the whole of it: the JDK's own ends with the headers
  ModelListRequest(HttpClient http, Endpoint endpoint, Duration timeout) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  /// @throws ProviderFailure with a [ProviderProblem] as its detail
  List<Model> fetch() {
    try {
      return fetch(endpoint.request("models").build());
    } catch (ProviderFailure failure) {
      if (failure.code() == FailureCode.MALFORMED_EVENT
          || failure.code() == FailureCode.MODEL_NOT_FOUND) {
        throw listsBelowV1() ? because(failure.code(), ProviderProblem.BELOW_V1) : failure;
      }
      throw failure;
    }
  }

  /// The mistake that is made most: a base URL without the `/v1` that the server has.
  private boolean listsBelowV1() {
    if (endpoint.baseUrl().getPath().contains("/v1")) {
      return false;
    }
    try {
      return !fetch(endpoint.request("v1/models").build()).isEmpty();
    } catch (ProviderFailure nothing) {
      LOG.log(Level.DEBUG, "The provider has no list below /v1 either", nothing);
      return false;
    }
  }

  private List<Model> fetch(HttpRequest request) {
    CompletableFuture<HttpResponse<InputStream>> sent =
        http.sendAsync(request, BodyHandlers.ofInputStream());
    long deadline = Watchdog.in(timeout);
    try {
      return read(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS), deadline);
    } catch (ExecutionException e) {
      throw failed(FailureCode.PROVIDER_UNREACHABLE, e);
    } catch (TimeoutException e) {
      throw failed(FailureCode.PROVIDER_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(FailureCode.PROVIDER_TIMEOUT, e);
    } finally {
      sent.cancel(true);
    }
  }

  private List<Model> read(HttpResponse<InputStream> response, long deadline) {
    AtomicBoolean late = new AtomicBoolean();
    try (InputStream in = ContentDecoder.decoded(response.headers(), response.body());
        Watchdog limit = new Watchdog(() -> leave(in, late))) {
      limit.expect(deadline);
      if (response.statusCode() / 100 == 3) {
        throw because(FailureCode.MALFORMED_EVENT, ProviderProblem.REDIRECT);
      }
      if (response.statusCode() != 200) {
        String text = new String(in.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        FailureCode code =
            ErrorBody.read(endpoint.name(), response.statusCode(), response.headers(), text).code();
        throw because(code, ProviderProblem.of(code));
      }
      if (response.headers().firstValue("content-type").orElse("").startsWith("text/html")) {
        throw because(FailureCode.MALFORMED_EVENT, ProviderProblem.WEB_PAGE);
      }
      return read(
          new LimitedInput(
              in,
              MAX_BYTES,
              () -> {
                throw AnswerMemory.tooLarge(MAX_BYTES);
              }));
    } catch (JsonProcessingException | ContentDecoder.Unreadable e) {
      throw failed(FailureCode.MALFORMED_EVENT, e);
    } catch (AnswerMemory.NoRoom e) {
      throw failed(e.code(), e);
    } catch (IOException e) {
      throw failed(late.get() ? FailureCode.PROVIDER_TIMEOUT : FailureCode.PROVIDER_UNREACHABLE, e);
    }
  }

  private static void leave(InputStream in, AtomicBoolean late) {
    late.set(true);
    try {
      in.close();
    } catch (IOException e) {
      // A connection that cannot be closed properly is gone, which is what was wanted.
      return;
    }
  }

  private ProviderFailure failed(FailureCode code, Exception cause) {
    LOG.log(Level.DEBUG, () -> "No list of models from " + endpoint.name(), cause);
    ProviderFailure failure = because(code, ProviderProblem.of(code));
    failure.initCause(cause);
    return failure;
  }

  private ProviderFailure because(FailureCode code, String problem) {
    return ProviderFailure.because(endpoint.name(), code, problem);
  }

  /// One entry after the other: the whole list as objects would take many times its bytes.
  private List<Model> read(InputStream in) throws IOException {
    Map<ModelId, Model> models = new HashMap<>();
    Reading reading = new Reading(models);
    try (JsonParser parser = Json.MAPPER.createParser(in)) {
      JsonToken begin = parser.nextToken();
      if (begin == JsonToken.START_ARRAY) {
        reading.entries(parser);
      } else if (begin == JsonToken.START_OBJECT) {
        reading.document(parser);
      }
    }
    reading.check();
    return models.values().stream()
        .sorted(Comparator.comparing(model -> model.id().name()))
        .toList();
  }

  /// A list as it is read.
  private final class Reading {
    private final Map<ModelId, Model> models;
    private boolean found;
    private int entries;
    private int leftOut;

    Reading(Map<ModelId, Model> models) {
      this.models = models;
    }

    void document(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!LISTS.contains(name)) {
          refuse(name, parser);
        } else if (value == JsonToken.START_ARRAY) {
          entries(parser);
        } else {
          // Ollama without a model: `"data":null`.
          found |= value == JsonToken.VALUE_NULL;
          parser.skipChildren();
        }
      }
    }

    /// Some answer an error with 200.
    private void refuse(String name, JsonParser parser) throws IOException {
      if (name.equals("error") && parser.currentToken() != JsonToken.VALUE_NULL) {
        JsonNode error = parser.readValueAsTree();
        FailureCode code = ErrorBody.read(endpoint.name(), error).code();
        throw because(code, ProviderProblem.of(code));
      }
      parser.skipChildren();
    }

    void entries(JsonParser parser) throws IOException {
      found = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        entries++;
        Optional<Model> model = ListedModel.read(endpoint.name(), ListedModel.entry(parser));
        if (models.size() < MAX_MODELS) {
          model.ifPresent(one -> models.putIfAbsent(one.id(), one));
        } else {
          leftOut += model.isPresent() ? 1 : 0;
        }
      }
    }

    void check() {
      if (!found) {
        throw because(FailureCode.MALFORMED_EVENT, ProviderProblem.NO_LIST);
      }
      if (models.isEmpty() && entries > 0) {
        throw because(FailureCode.MALFORMED_EVENT, ProviderProblem.NO_CHAT);
      }
      if (leftOut > 0) {
        LOG.log(
            Level.WARNING,
            () ->
                "The provider %s lists more than %,d models; %,d are left out"
                    .formatted(endpoint.name(), MAX_MODELS, leftOut));
      }
    }
  }
}
