package io.parley.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Frames, commands and requests as no client should make them. What comes is a matter of the
/// random generator alone, so that a seed brings it again.
final class Mutations {
  private static final List<String> COMMANDS =
      List.of(
          "{\"type\":\"join\",\"name\":\"fuzz\",\"after\":\"e:1\"}",
          "{\"type\":\"join\"}",
          "{\"type\":\"draft\",\"draft_id\":\"ID\",\"seq\":1,\"event\":\"new\",\"ops\":[{\"op\":\"insert\",\"at\":0,\"text\":\"x\"}]}",
          "{\"type\":\"draft\",\"draft_id\":\"ID\",\"seq\":2,\"event\":\"edit\",\"ops\":[{\"op\":\"erase\",\"at\":1,\"count\":1}]}",
          "{\"type\":\"post\",\"message_id\":\"ID\",\"text\":\"words\",\"draft_id\":\"ID\"}",
          "{\"type\":\"post\",\"message_id\":\"ID\",\"text\":\"words\",\"model\":\"test/echo\"}",
          "{\"type\":\"stop\",\"reply_id\":\"ID\"}",
          "{\"type\":\"ping\"}");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "2147483648",
          "99999999999999999999999999",
          "1e999",
          "0.1",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u202e\"",
          "\"😀\"",
          "[]",
          "{}",
          "[[[[[[[[]]]]]]]]",
          "{\"a\":{\"a\":{\"a\":null}}}",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"1-1-1-1-1\"",
          "\"../../etc/passwd\"",
          "\"' or 1=1 --\"",
          "\"<script>\"",
          "\"%s%n\"",
          "\"test/\"",
          "\"/\"",
          "\"demo/guide\"");

  private static final List<String> CALLS =
      List.of(
          "GET /api/models",
          "GET /api/models?provider=VALUE",
          "POST /api/conversations",
          "GET /api/conversations?before=VALUE&limit=VALUE",
          "GET /api/conversations/ID",
          "PATCH /api/conversations/ID",
          "DELETE /api/conversations/VALUE",
          "POST /api/conversations/ID/messages",
          "GET /api/conversations/ID/messages?before=VALUE&limit=VALUE",
          "GET /api/conversations/ID/stream?after=VALUE",
          "POST /api/messages/ID/replies",
          "DELETE /api/messages/ID",
          "POST /api/replies/ID/stop",
          "PUT /api/replies/ID/feedback",
          "DELETE /api/replies/VALUE/feedback",
          "GET /api/conversations/ID/feedback",
          "GET /api/conversations/ID/export?format=VALUE",
          "POST /api/conversations/import",
          "POST /api/conversations/ID/fork",
          "POST /api/conversations/ID/shares",
          "GET /api/shares/VALUE?before=VALUE&limit=VALUE",
          "DELETE /api/shares/VALUE",
          "GET /api/search?q=VALUE&before=VALUE&limit=VALUE",
          "GET /api/rooms",
          "POST /api/rooms",
          "GET /api/rooms/VALUE",
          "POST /api/keys",
          "GET /api/keys",
          "DELETE /api/keys/VALUE",
          "POST /api/guests",
          "GET /api/guests/me",
          "PATCH /api/guests/me",
          "POST /api/chat_batch",
          "GET /v1/models/VALUE",
          "POST /v1/chat/completions",
          "POST /v1/responses",
          "POST /v1/embeddings",
          "GET /ws/rooms/VALUE",
          "GET /rooms/VALUE",
          "GET /c/VALUE",
          "GET /s/VALUE",
          "GET /docs/VALUE",
          "GET /VALUE",
          "GET /health/ready",
          "GET /metrics",
          "GET /openapi?format=VALUE");

  private static final List<String> BODIES =
      List.of(
          "{\"message\":\"words\",\"message_id\":\"ID\",\"model\":\"test/echo\",\"parent_id\":\"ID\",\"reply\":true}",
          "{\"name\":\"fuzz-room\",\"topic\":\"none\",\"default_model\":\"test/echo\",\"answers\":\"all\"}",
          "{\"default_model\":\"test/echo\",\"title\":\"t\",\"system_prompt\":\"s\",\"temperature\":1,\"top_p\":0.5,\"max_tokens\":5,\"stop\":[\"x\"],\"seed\":1}",
          "{\"rating\":\"up\",\"comment\":\"good\"}",
          "{\"message_id\":\"ID\"}",
          "{\"name\":\"key\",\"scopes\":[\"api\"],\"models\":[\"*\"],\"expires_at\":\"2030-01-01T00:00:00Z\"}",
          "{\"model\":\"test/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}",
          "{\"model\":\"test/echo\",\"input\":\"hi\"}",
          "{\"format\":\"parley.conversation\",\"version\":1,\"conversation\":{\"kind\":\"private\",\"stop\":[]},\"messages\":[{\"id\":\"ID\",\"parent_id\":\"ID\",\"role\":\"user\",\"author\":{\"id\":\"ID\",\"name\":\"n\"},\"status\":\"posted\",\"created_at\":\"2026-01-01T00:00:00Z\",\"content\":\"c\",\"citations\":[]}]}");

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /// A command of the room's protocol; most are broken in one or more places.
  String command() {
    return json(any(COMMANDS));
  }

  private String json(String good) {
    String text = good.replace("ID", id());
    for (int times = random.nextInt(4); times > 0; times--) {
      text = brokenJson(text);
    }
    return text;
  }

  private String brokenJson(String text) {
    int colon = text.indexOf(':', random.nextInt(text.length() + 1));
    return switch (random.nextInt(7)) {
      case 0, 1, 2 ->
          colon < 0 ? text : text.substring(0, colon + 1) + any(VALUES) + rest(text, colon);
      case 3 -> text.substring(0, random.nextInt(text.length() + 1));
      case 4 -> text.replaceFirst("\\{", "{\"type\":" + any(VALUES).replace("\\", "\\\\") + ",");
      case 5 -> text.replaceFirst("\"", "");
      default -> "[".repeat(random.nextInt(2_000)) + text;
    };
  }

  /// What follows the value behind this colon, as far as one can tell.
  private static String rest(String text, int colon) {
    int comma = text.indexOf(",\"", colon);
    return comma < 0 ? "}" : text.substring(comma);
  }

  /// Bytes for a WebSocket: a right frame, a wrong one, or several that do not fit together.
  byte[] frames() {
    byte[] payload = command().getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> Frames.frame(Frames.TEXT, payload);
      case 3 -> Frames.frame(random.nextInt(16), payload);
      case 4 -> Frames.frame(random.nextBoolean(), random.nextInt(8), Frames.TEXT, payload);
      case 5 -> flipped(Frames.frame(Frames.TEXT, payload));
      case 6 -> lengthened(Frames.frame(Frames.TEXT, payload));
      case 7 -> unmasked(payload);
      case 8 -> Frames.frame(Frames.TEXT, flipped(payload));
      case 9 -> Frames.joined(Frames.fragments(Frames.TEXT, payload, 1 + random.nextInt(20)));
      case 10 -> mixed(payload);
      case 11 -> Frames.frame(control(), bytes(random.nextInt(200)));
      case 12 -> Frames.close(random.nextInt(0x10000), bytes(random.nextInt(130)));
      default -> bytes(1 + random.nextInt(60));
    };
  }

  private int control() {
    return 8 + random.nextInt(8);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && changed.length > 0; times--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /// Says to be of another length than it is.
  private byte[] lengthened(byte[] frame) {
    if (random.nextBoolean()) {
      byte[] changed = frame.clone();
      changed[1] = (byte) (0x80 | random.nextInt(128));
      return changed;
    }
    return ByteBuffer.allocate(14)
        .put((byte) 0x81)
        .put((byte) 0xff)
        .putLong(random.nextLong())
        .putInt(random.nextInt())
        .array();
  }

  private static byte[] unmasked(byte[] payload) {
    byte[] short1 = Arrays.copyOf(payload, Math.min(125, payload.length));
    return ByteBuffer.allocate(short1.length + 2)
        .put((byte) 0x81)
        .put((byte) short1.length)
        .put(short1)
        .array();
  }

  /// Fragments of several messages, and control frames, in no order.
  private byte[] mixed(byte[] payload) {
    List<byte[]> parts = new ArrayList<>(Frames.fragments(Frames.TEXT, payload, 10));
    parts.addAll(Frames.fragments(Frames.TEXT, payload, 25));
    parts.add(Frames.frame(Frames.PING, Frames.ascii("mixed")));
    int from = random.nextInt(parts.size());
    return Frames.joined(parts.subList(from, from + random.nextInt(parts.size() - from) + 1));
  }

  /// An HTTP request, byte by byte.
  ///
  /// @param ids of things that exist, some of which are put into paths
  byte[] request(String host, String bearer, List<String> ids) {
    String call = any(CALLS);
    while (call.contains("VALUE")) {
      call = call.replaceFirst("VALUE", inPath(any(VALUES)));
    }
    call = call.replace("ID", random.nextBoolean() ? any(ids) : id());
    String[] parts = call.split(" ", 2);
    // what the platform itself serves knows no other methods, and says so with 501
    boolean ours = PLATFORM.stream().noneMatch(parts[1]::startsWith);
    String method = ours && random.nextInt(12) == 0 ? any(METHODS) : parts[0];
    boolean writes = !parts[0].equals("GET") || random.nextInt(10) == 0;
    byte[] body = writes ? body() : new byte[0];
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(parts[1]).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    if (random.nextInt(8) != 0) {
      head.append("Authorization: ").append(bearer).append("\r\n");
    }
    if (writes) {
      head.append("Content-Type: ").append(any(TYPES)).append("\r\n");
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (random.nextInt(6) == 0) {
      head.append(any(HEADERS)).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    return Frames.joined(List.of(head.toString().getBytes(StandardCharsets.ISO_8859_1), body));
  }

  private static final List<String> PLATFORM = List.of("/health", "/metrics", "/openapi");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/json",
          "application/json; charset=latin1",
          "application/json; charset=none-such",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "*/*",
          "nonsense");

  private static final List<String> HEADERS =
      List.of(
          "Accept: nothing/at-all",
          "Accept: ;;;",
          "Accept-Encoding: *;q=0",
          "Accept-Language: xx-YY-zz;q=9",
          "Cookie: parley_guest=nonsense",
          "Cookie: parley_guest=\"; =;;",
          "Origin: null",
          "Origin: https://elsewhere.example",
          "X-Forwarded-For: 999.1.1.1, ::::",
          "Last-Event-ID: :::",
          "Last-Event-ID: e:99999999999999999999",
          "Range: bytes=9-1",
          "If-None-Match: \"",
          "If-Modified-Since: yesterday",
          "Expect: 200-maybe",
          "Upgrade: websocket",
          "Content-Encoding: gzip",
          "Sec-WebSocket-Key: x");

  private byte[] body() {
    byte[] text = json(any(BODIES)).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(6) == 0 ? flipped(text) : text;
  }

  /// Some of it escaped, some of it not, blanks always: they would end the path.
  private String inPath(String json) {
    String plain = json.replace("\"", "");
    StringBuilder path = new StringBuilder();
    for (byte each : plain.getBytes(StandardCharsets.UTF_8)) {
      boolean safe = each > ' ' && each < 127 && "%\\?#&$".indexOf(each) < 0;
      path.append(
          safe && random.nextInt(8) != 0 ? String.valueOf((char) each) : "%%%02x".formatted(each));
    }
    return path.toString();
  }
}
