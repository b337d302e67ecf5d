package io.parley.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What strangers are answered, and what of it should not have been said. Safe for use by many
/// threads.
final class Verdicts {
  /// What the contract has for clients that break it, and what answers a close of theirs.
  private static final Set<Integer> CLOSES =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1012, 4008, 4010, 4029);

  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "unknown_model",
          "not_found",
          "conflict",
          "too_large",
          "rate_limited",
          "forbidden",
          "unavailable");

  private static final Pattern POSTED_TO =
      Pattern.compile("/api/conversations/([0-9a-fA-F-]{36})/messages");

  private static final int MOST_KEPT = 200;
  private static final int MOST_QUOTED = 600;

  private final Secrets secrets;
  private final Loot loot;
  private final Map<Integer, AtomicLong> closes = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> squats = new ConcurrentLinkedQueue<>();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final AtomicLong acts = new AtomicLong();

  /// @param loot what the victims have
  Verdicts(Secrets secrets, Loot loot) {
    this.secrets = secrets;
    this.loot = loot;
  }

  void answered(byte[] bytes, Exchange exchange) {
    Supplier<String> request = () -> words(bytes);
    count(statuses, exchange.status());
    if (secrets.areIn(exchange.text())) {
      keep(leaks, exchange.status() + " to " + request.get());
    }
    if (exchange.status() >= 500 && !isDocumented(exchange)) {
      keep(wrong, "status %d to %s".formatted(exchange.status(), request.get()));
    }
    if (exchange.status() / 100 == 2 && !line(bytes).matches("(?i)(get|head|options) .*")) {
      acts.incrementAndGet();
    }
    if (exchange.status() == 200 || exchange.status() == 202) {
      made(exchange.body(), conversation(bytes), request);
    }
  }

  /// What is away for a moment says so. What nobody foresaw has the same code and is a finding.
  private static boolean isDocumented(Exchange exchange) {
    return exchange.status() == 503
        && exchange.body().contains("unavailable")
        && !exchange.body().contains("It has been logged.");
  }

  /// Did a call get an id that stands for something of the victims', or a message?
  private void made(String body, String conversation, Supplier<String> request) {
    if (!body.startsWith("{") || body.length() > 1_000) {
      return;
    }
    try {
      JsonNode answer = Json.MAPPER.readTree(body);
      if (answer.size() <= 3 && !answer.has("error")) {
        taken(answer.path("reply_id").asText(), request);
        taken(answer.path("message_id").asText(), request);
        if (answer.has("position") && !conversation.isEmpty()) {
          acknowledged.put(answer.path("message_id").asText(), conversation);
        }
      }
    } catch (JsonProcessingException notJson) {
      return; // a stream's beginning
    }
  }

  private void taken(String id, Supplier<String> request) {
    if (loot.isTaken(id)) {
      keep(squats, id + " by " + request.get());
    }
  }

  /// Where a request has posted to; empty if its path does not say.
  private static String conversation(byte[] request) {
    try {
      Matcher path = POSTED_TO.matcher(URLDecoder.decode(line(request), StandardCharsets.UTF_8));
      return path.find() ? path.group(1) : "";
    } catch (IllegalArgumentException notEncoded) {
      return "";
    }
  }

  private static String line(byte[] request) {
    return new String(request, StandardCharsets.ISO_8859_1).split("\r\n|\\?", 2)[0];
  }

  /// A request for people to read, without what proves who asked.
  static String words(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.min(MOST_QUOTED, text.length()))
        .replaceAll("Authorization: [^\r]*", "Authorization: …")
        .replace("\r\n", " ⏎ ");
  }

  /// @param room the id of the room whose socket said this
  void heard(String frame, String room, Supplier<String> sent) {
    if (secrets.areIn(frame)) {
      keep(leaks, "a frame after " + sent.get());
    }
    try {
      JsonNode json = Json.MAPPER.readTree(frame);
      switch (json.path("type").asText()) {
        case "error" -> {
          String code = json.path("code").asText();
          if (!ERRORS.contains(code)) {
            keep(wrong, "error " + code + " to " + sent.get());
          }
        }
        case "posted" -> {
          acts.incrementAndGet();
          taken(json.path("message_id").asText(), sent);
          acknowledged.put(json.path("message_id").asText(), room);
        }
        default -> {}
      }
    } catch (JsonProcessingException e) {
      keep(wrong, "a frame that is not JSON after " + sent.get());
    }
  }

  void closed(int code, Supplier<String> sent) {
    count(closes, code);
    // a close of the client's is answered with the client's own code
    boolean documented = code >= 3000 || CLOSES.contains(code) || code <= 0 || code == 1010;
    if (!documented) {
      keep(wrong, "close %d to %s".formatted(code, sent.get()));
    }
  }

  void complain(String what) {
    keep(wrong, what);
  }

  /// What strangers did and were allowed to, so far.
  long acts() {
    return acts.get();
  }

  /// The ids of messages that strangers were told are posted, each with its conversation's.
  Map<String, String> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  void judge(Findings findings) {
    findings.note(
        "closes %s; statuses %s".formatted(new TreeMap<>(closes), new TreeMap<>(statuses)));
    for (Collection<String> kind : List.of(wrong, leaks, squats)) {
      kind.stream().distinct().sorted().forEach(System.out::println);
    }
    findings.none("answers against the contract", List.copyOf(wrong));
    findings.none("answers with what is not theirs", List.copyOf(leaks));
    findings.none("ids of others taken", List.copyOf(squats));
  }

  private static void keep(ConcurrentLinkedQueue<String> where, String what) {
    if (where.size() < MOST_KEPT) {
      where.add(what);
    }
  }

  private static void count(Map<Integer, AtomicLong> counts, int key) {
    counts.computeIfAbsent(key, _ -> new AtomicLong()).incrementAndGet();
  }
}
