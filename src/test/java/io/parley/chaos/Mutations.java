package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import io.parley.platform.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// JSON, commands and frames as no client should make them. What comes is a matter of the random
/// generator alone, so that a seed brings it again.
final class Mutations {
  private static final List<String> COMMANDS =
      List.of(
          """
          {"type":"join","name":"fuzz","after":"e:1"}\
          """,
          """
          {"type":"join"}\
          """,
          """
          {"type":"join","after":MESSAGE_ID}\
          """,
          """
          {"type":"draft","draft_id":DRAFT_ID,"seq":1,"event":"new","ops":[{"op":"insert","at":0,"text":"x"}]}\
          """,
          """
          {"type":"draft","draft_id":DRAFT_ID,"seq":2,"event":"edit","ops":[{"op":"erase","at":1,"count":1}]}\
          """,
          """
          {"type":"draft","draft_id":DRAFT_ID,"seq":3,"event":"cancel","participant_id":PERSON_ID,"ops":[]}\
          """,
          """
          {"type":"post","message_id":MESSAGE_ID,"text":"words","draft_id":DRAFT_ID}\
          """,
          """
          {"type":"post","message_id":REPLY_ID,"text":"words"}\
          """,
          """
          {"type":"post","message_id":MESSAGE_ID,"text":"words","model":"test/echo","conversation_id":CONVERSATION_ID,"author":{"id":PERSON_ID}}\
          """,
          """
          {"type":"stop","reply_id":REPLY_ID}\
          """,
          """
          {"type":"ping"}\
          """);

  static final List<String> VALUES =
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

  private static final Pattern ID = Pattern.compile("[A-Z]{3,}_ID");

  private final RandomGenerator random;
  private final Spellings spellings;

  Mutations(RandomGenerator random, Spellings spellings) {
    this.random = random;
    this.spellings = spellings;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// A command of the room's protocol; half of them are broken in one or more places.
  String command() {
    return json(any(COMMANDS));
  }

  /// @param good holds `MESSAGE_ID` and the like where ids belong, each without its quotes
  String json(String good) {
    String text =
        ID.matcher(good)
            .replaceAll(
                place -> Matcher.quoteReplacement(Json.write(spellings.id(kind(place.group())))));
    for (int times = Math.max(0, random.nextInt(7) - 3); times > 0; times--) {
      text = brokenJson(text);
    }
    return text;
  }

  private static Kind kind(String place) {
    return Kind.valueOf(place.replace("_ID", ""));
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
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 13, 14, 15, 16, 17, 18 -> Frames.frame(Frames.TEXT, payload);
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

  byte[] flipped(byte[] bytes) {
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
}
