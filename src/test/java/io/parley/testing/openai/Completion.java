package io.parley.testing.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One chat completion being answered as its [Script] has it.
final class Completion {
  private static final Duration BEFORE_RESET = Duration.ofMillis(200);

  private final RecordedRequest request;
  private final HttpConnection connection;
  private final Script script;
  private final List<String> tokens;
  private final Optional<Coding> coding;

  Completion(RecordedRequest request, HttpConnection connection, Script script) throws IOException {
    Optional<String> name = script.string("encoded");
    this.coding = name.isEmpty() ? Optional.empty() : Optional.of(new Coding(name.get()));
    this.request = request;
    this.connection = connection;
    this.script = script;
    this.tokens = tokens();
  }

  void answer() throws IOException {
    pause(Duration.ofMillis((long) script.number("stall_first")));
    for (JsonNode refusal : script.settings().path("refusals")) {
      if (request.holds(refusal.path("what").asText())) {
        connection.send(
            refusal.path("status").asInt(),
            Map.of("content-type", "application/json"),
            refusal.path("body").asText());
        return;
      }
    }
    int status = script.count("status").orElse(200);
    if (script.settings().has("raw")) {
      raw();
    } else if (status != 200) {
      Map<String, String> headers = headers("application/json");
      script.string("retry_after").ifPresent(value -> headers.put("retry-after", value));
      send(status, headers, script.string("body").orElse(""));
    } else if (script.string("answer").isPresent()) {
      send(200, headers("application/json"), script.string("answer").get());
    } else if (request.body().path("stream").asBoolean() && !script.is("unstreamed", false)) {
      stream();
    } else {
      batch();
    }
  }

  private void batch() throws IOException {
    ObjectNode answer = frame("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", String.join("", tokens));
    choice.put("finish_reason", script.string("finish_reason").orElse("stop"));
    usage(answer);
    send(200, headers("application/json"), Json.write(answer));
  }

  private Map<String, String> headers(String type) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", script.string("content_type").orElse(type));
    script
        .string("encoded")
        .ifPresent(coding -> headers.put("content-encoding", Coding.header(coding)));
    return headers;
  }

  /// In one piece, unless it waits for something.
  private void send(int status, Map<String, String> headers, String body) throws IOException {
    if (coding.isEmpty() && !script.settings().has("comments")) {
      connection.send(status, headers, body);
      return;
    }
    connection.sendHead(status, headers);
    comments(-1, "\n");
    write(body.getBytes(StandardCharsets.UTF_8));
    sendEnd();
  }

  private void raw() throws IOException {
    connection.sendHead(200, headers("text/event-stream"));
    for (JsonNode piece : script.settings().get("raw")) {
      write(piece.asText().getBytes(StandardCharsets.UTF_8));
    }
    sendEnd();
  }

  private void comments(int sent, String comment) throws IOException {
    if (script.at("comments_after", sent)) {
      for (int n = 0; n < script.count("comments").orElse(0); n++) {
        write(comment.getBytes(StandardCharsets.UTF_8));
        pause(Duration.ofMillis((long) script.number("comments_every")));
      }
    }
  }

  private void write(byte[] plain) throws IOException {
    byte[] bytes = coding.isPresent() ? coding.get().add(plain) : plain;
    int size = script.count("pieces").orElse(bytes.length);
    for (int from = 0; from < bytes.length; from += size) {
      connection.sendChunk(bytes, from, Math.min(bytes.length, from + size));
    }
  }

  private void sendEnd() throws IOException {
    if (coding.isPresent()) {
      byte[] bytes = coding.get().end();
      if (bytes.length > 0) {
        connection.sendChunk(bytes, 0, bytes.length);
      }
    }
    if (script.is("left_open", false)) {
      pause(Script.FOREVER);
    }
    connection.sendEnd();
  }

  private void stream() throws IOException {
    Map<String, String> headers = headers("text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    connection.sendHead(200, headers);
    comments(-1, ": waiting\n\n");
    if (script.settings().has("chunks")) {
      for (JsonNode chunk : script.settings().get("chunks")) {
        event(chunk.asText());
      }
      if (script.is("done", true)) {
        event("[DONE]");
      }
      sendEnd();
      return;
    }
    delta(delta -> delta.put("role", "assistant").put("content", ""));
    var reasoning = script.string("reasoning");
    if (reasoning.isPresent()) {
      delta(delta -> delta.put("reasoning_content", reasoning.get()));
    }
    long begin = System.nanoTime();
    for (int sent = 0; sent <= tokens.size(); sent++) {
      if (disturbed(sent)) {
        return;
      }
      if (sent < tokens.size()) {
        pace(begin, sent);
        String token = tokens.get(sent);
        String text = script.is("timestamps", false) ? stamp(sent) : token;
        delta(delta -> delta.put("content", text));
      }
    }
    finish();
  }

  /// Whether that was the end of it.
  private boolean disturbed(int sent) throws IOException {
    comments(sent, ": waiting\n\n");
    if (script.at("stall_after", sent)) {
      pause(Duration.ofMillis((long) script.number("stall")));
    }
    if (script.at("reset_after", sent)) {
      // A reset takes back what the client's kernel has, and its program has not read yet.
      pause(BEFORE_RESET);
      connection.reset();
      return true;
    }
    if (script.at("end_after", sent)) {
      sendEnd();
      return true;
    }
    if (script.at("malformed_after", sent)) {
      event("{\"id\":\"chatcmpl-1\",\"choices\":[{\"del");
    }
    if (script.at("error_after", sent)) {
      ObjectNode error = Json.MAPPER.createObjectNode();
      error
          .putObject("error")
          .put("message", script.string("error_message").orElse(""))
          .put("code", script.string("error_code").orElse(""));
      event(Json.write(error));
    }
    if (script.at("event_after", sent)) {
      event(script.string("event").orElse(""));
    }
    return false;
  }

  private void finish() throws IOException {
    ObjectNode last = frame("chat.completion.chunk");
    ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", script.string("finish_reason").orElse("stop"));
    if (script.is("usage_at_the_end", false)) {
      usage(last);
    }
    event(Json.write(last));
    boolean wanted = request.body().path("stream_options").path("include_usage").asBoolean();
    if (wanted && script.is("usage", true)) {
      ObjectNode chunk = frame("chat.completion.chunk");
      chunk.putArray("choices");
      usage(chunk);
      event(Json.write(chunk));
    }
    if (script.is("done", true)) {
      event("[DONE]");
    }
    sendEnd();
  }

  private void delta(Consumer<ObjectNode> content) throws IOException {
    ObjectNode chunk = frame("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    content.accept(choice.putObject("delta"));
    choice.putNull("finish_reason");
    event(Json.write(chunk));
  }

  private void event(String data) throws IOException {
    boolean dressed = script.is("dressed", false);
    String end = dressed ? "\r\n" : "\n";
    String text = (dressed ? ": PROCESSING\r\n\r\n" : "") + "data: " + data + end + end;
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode frame(String object) {
    return Json.MAPPER
        .createObjectNode()
        .put("id", "chatcmpl-" + request.number())
        .put("object", object)
        .put("created", request.at().getEpochSecond())
        .put("model", request.model());
  }

  private void usage(ObjectNode answer) {
    int prompt = String.join(" ", request.messages()).split("\\s+", -1).length;
    answer
        .putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", tokens.size())
        .put("total_tokens", prompt + tokens.size());
  }

  private List<String> tokens() {
    var count = script.count("tokens");
    if (count.isPresent()) {
      return IntStream.range(0, count.getAsInt()).mapToObj(n -> (n == 0 ? "" : " ") + n).toList();
    }
    String text = script.string("text").orElseGet(request::lastUserText);
    return Arrays.stream(text.split("(?<=\\S)(?=\\s)", -1))
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static String stamp(int sent) {
    Instant now = Instant.now();
    long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
    return (sent == 0 ? "" : " ") + micros;
  }

  private void pace(long begin, int sent) {
    double rate = script.number("rate");
    if (rate > 0) {
      long due = begin + (long) (sent / rate * 1e9);
      pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  /// Ends early when the client hangs up.
  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos();
        left > 0 && !request.closedByClient().isDone();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(20)));
    }
  }
}
