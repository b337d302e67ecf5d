package io.parley.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A reader of server-sent events as `docs/protocol.md` describes them, parsed as the HTML standard
/// says (section 9.2.6). Reads on a thread of its own until the stream ends or it is closed.
public final class EventStreamClient implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Await PATIENTLY = Await.within(Duration.ofSeconds(30));

  private final HttpResponse<java.io.InputStream> response;
  private final List<Received> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger comments = new AtomicInteger();
  private volatile boolean ended;

  /// One event: its name, its `id` if it has one, its data.
  public record Received(String name, Optional<String> id, JsonNode data) {
    public String text(String field) {
      return data.path(field).asText();
    }
  }

  private EventStreamClient(HttpResponse<java.io.InputStream> response) {
    this.response = response;
    Thread.ofVirtual().name("event-stream-client").start(this::read);
  }

  /// @param path with its query
  public static EventStreamClient open(ApiClient guest, String path, Optional<String> lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(guest.node().url(path)).header("Accept", "text/event-stream");
    guest.token().ifPresent(_ -> request.header("Authorization", guest.bearer()));
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      return new EventStreamClient(
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public static EventStreamClient open(ApiClient guest, String path) {
    return open(guest, path, Optional.empty());
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  public List<Received> events() {
    return List.copyOf(events);
  }

  public int comments() {
    return comments.get();
  }

  public boolean hasEnded() {
    return ended;
  }

  /// The first event of this name that fits, once it has come.
  public Received await(String name, Predicate<Received> fits) {
    return PATIENTLY.value(
        "an event " + name,
        () -> events.stream().filter(event -> event.name().equals(name)).filter(fits).findFirst());
  }

  public Received await(String name) {
    return await(name, _ -> true);
  }

  /// What a client shows of a reply by now.
  public String textOf(String reply) {
    StringBuilder text = new StringBuilder();
    for (Received event : events) {
      switch (event.name()) {
        case "snapshot" ->
            event
                .data()
                .path("replies")
                .forEach(running -> {
                  if (running.path("reply_id").asText().equals(reply)) {
                    text.setLength(0);
                    text.append(running.path("text").asText());
                  }
                });
        case "reply.delta" -> {
          if (event.text("reply_id").equals(reply)) {
            text.append(event.text("text"));
          }
        }
        case "reply.finished" -> {
          if (event.text("reply_id").equals(reply)) {
            text.setLength(0);
            text.append(event.text("text"));
          }
        }
        default -> {}
      }
    }
    return text.toString();
  }

  /// The id of the last event that had one.
  public String lastId() {
    return events.reversed().stream()
        .flatMap(event -> event.id().stream())
        .findFirst()
        .orElseThrow();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "message";
      Optional<String> id = Optional.empty();
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            events.add(new Received(name, id, Json.MAPPER.readTree(data.toString())));
          }
          name = "message";
          id = Optional.empty();
          data.setLength(0);
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else {
          int colon = line.indexOf(':');
          String value = line.substring(colon + 1).replaceFirst("^ ", "");
          switch (line.substring(0, Math.max(colon, 0))) {
            case "event" -> name = value;
            case "id" -> id = Optional.of(value);
            case "data" -> data.append(value);
            default -> {}
          }
        }
      }
    } catch (IOException e) {
      // the connection broke, or this side closed it: either way it has ended
      ended = true;
    }
    ended = true;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      ended = true;
    }
  }
}
