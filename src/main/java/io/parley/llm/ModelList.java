package io.parley.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Asks an endpoint for `GET /models`. What is there to embed, transcribe, speak or draw is left
/// out: the list does not say what a model is for, but the names do.
final class ModelList {
  private static final Logger LOG = Logger.getLogger(ModelList.class.getName());

  /// Digits, characters, and places before and after the point of a price.
  private static final int MAX_DIGITS = 40;

  /// For one token.
  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

  private static final Pattern NO_CHAT =
      Pattern.compile(
          "embed|whisper|transcri|tts|dall-e|image|moderation|rerank|realtime|audio|sora|clip|bge-",
          Pattern.CASE_INSENSITIVE);

  private static final int MAX_TITLE = 200;

  /// The longest list there is has some thousands.
  static final int MAX_MODELS = 20_000;

  static final int MAX_BYTES = 32 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final List<String> LENGTHS =
      List.of("context_length", "max_model_len", "context_window", "max_context_length");
  private static final Set<String> FIELDS =
      Stream.concat(
              Stream.of("id", "name", "active", "architecture", "capabilities", "pricing"),
              LENGTHS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final HttpClient http;
  private final Endpoint endpoint;
  private final Duration timeout;

  /// @param timeout for the whole of it: the JDK's own ends with the headers
  ModelList(HttpClient http, Endpoint endpoint, Duration timeout) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  List<Model> fetch() {
    CompletableFuture<HttpResponse<InputStream>> sent =
        http.sendAsync(endpoint.request("models").build(), BodyHandlers.ofInputStream());
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
      if (response.statusCode() != 200) {
        String text = new String(in.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        throw ErrorBody.read(endpoint.name(), response.statusCode(), response.headers(), text);
      }
      return read(new BoundedInput(in, MAX_BYTES));
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
    return new ProviderFailure(endpoint.name(), code, cause);
  }

  /// One entry after the other: the whole list as objects would take many times its bytes.
  private List<Model> read(InputStream in) throws IOException {
    List<Model> models = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(in)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        readEntries(parser, models);
      } else if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean data = parser.currentName().equals("data");
          if (parser.nextToken() == JsonToken.START_ARRAY && data) {
            readEntries(parser, models);
          } else {
            parser.skipChildren();
          }
        }
      }
    }
    return models.stream().sorted(Comparator.comparing(model -> model.id().name())).toList();
  }

  private void readEntries(JsonParser parser, List<Model> models) throws IOException {
    int leftOut = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Optional<Model> model = model(entry(parser));
      if (models.size() < MAX_MODELS) {
        model.ifPresent(models::add);
      } else {
        leftOut += model.isPresent() ? 1 : 0;
      }
    }
    if (leftOut > 0) {
      int count = leftOut;
      LOG.warning(() ->
          "The provider %s lists more than %,d models; %,d are left out"
              .formatted(endpoint.name(), MAX_MODELS, count));
    }
  }

  /// Of an entry, what is looked at below.
  private static JsonNode entry(JsonParser parser) throws IOException {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return entry;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      var _ = parser.nextToken();
      if (FIELDS.contains(name)) {
        entry.set(name, parser.<JsonNode>readValueAsTree());
      } else {
        parser.skipChildren();
      }
    }
    return entry;
  }

  private Optional<Model> model(JsonNode entry) {
    String name = entry.path("id").asText();
    if (!chats(entry, name)) {
      return Optional.empty();
    }
    return ModelId.parse(endpoint.name() + "/" + name)
        .map(id -> new Model(id, title(entry, name), length(entry), prices(entry)));
  }

  /// OpenRouter says what comes out of a model, Mistral what it is for; Groq lists those that are
  /// out of service as well.
  private static boolean chats(JsonNode entry, String name) {
    JsonNode output = entry.path("architecture").path("output_modalities");
    JsonNode chat = entry.path("capabilities").path("completion_chat");
    if (!entry.path("active").asBoolean(true)) {
      return false;
    }
    if (output.isArray()) {
      return StreamSupport.stream(output.spliterator(), false)
          .anyMatch(kind -> kind.asText().equals("text"));
    }
    return chat.isBoolean() ? chat.asBoolean() : !NO_CHAT.matcher(name).find();
  }

  private static Optional<String> title(JsonNode entry, String name) {
    String title = entry.path("name").asText("").strip();
    boolean fits = !title.isEmpty() && title.length() <= MAX_TITLE && !title.equals(name);
    return fits ? Optional.of(title) : Optional.empty();
  }

  /// OpenAI's list has no such field; OpenRouter, vLLM, Groq and Mistral each name it otherwise.
  private static OptionalInt length(JsonNode entry) {
    for (String field : LENGTHS) {
      if (entry.path(field).asInt() > 0) {
        return OptionalInt.of(entry.path(field).asInt());
      }
    }
    return OptionalInt.empty();
  }

  /// As OpenRouter has them: dollars per token, in text. What it cannot say beforehand is -1 there.
  private static Optional<Prices> prices(JsonNode entry) {
    JsonNode pricing = entry.path("pricing");
    return price(pricing.path("prompt"))
        .flatMap(prompt ->
            price(pricing.path("completion")).map(completion -> new Prices(prompt, completion)));
  }

  private static Optional<BigDecimal> price(JsonNode value) {
    try {
      String text = value.asText();
      return text.length() > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(new BigDecimal(text)).filter(ModelList::isPrice);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// What replies cost is kept and added up: with an exponent of a billion there would be no end of
  /// it, in this server or in PostgreSQL.
  private static boolean isPrice(BigDecimal price) {
    return price.signum() >= 0
        && Math.abs((long) price.scale()) <= MAX_DIGITS
        && price.compareTo(MAX_PRICE) <= 0;
  }
}
