package io.parley.chaos;

import static io.parley.chaos.AutobahnCase.answered;
import static io.parley.chaos.AutobahnCase.failing;
import static io.parley.chaos.Frames.BINARY;
import static io.parley.chaos.Frames.CLOSE;
import static io.parley.chaos.Frames.CONTINUATION;
import static io.parley.chaos.Frames.PING;
import static io.parley.chaos.Frames.PONG;
import static io.parley.chaos.Frames.TEXT;
import static io.parley.chaos.Frames.ascii;
import static io.parley.chaos.Frames.frame;
import static io.parley.chaos.Frames.repeated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The cases of Autobahn's test suite, sections 1 to 7, 9 and 10, as far as they apply to a server
/// that takes text messages of at most 64 KiB. What is larger must be refused with 1009, and binary
/// messages with 1003, as docs/protocol.md has it. Sections 12 and 13 are about compression, which
/// is not offered.
final class AutobahnCases {
  private static final byte[] NONE = {};
  private static final byte[] HELLO = ascii("Hello, world!");
  private static final int BREACH = 1002;
  private static final int NOT_UTF8 = 1007;
  private static final int NO_BINARY = 1003;
  private static final int TOO_BIG = 1009;
  private static final int LIMIT = 65_536;

  private final List<AutobahnCase> all = new ArrayList<>();

  private AutobahnCases() {
    framing();
    pings();
    reservedBits();
    opcodes();
    fragments();
    utf8InFrames();
    utf8Sequences();
    closes();
    limits();
  }

  static List<AutobahnCase> all() {
    return List.copyOf(new AutobahnCases().all);
  }

  private void framing() {
    int[] sizes = {0, 125, 126, 127, 128, 65_535, 65_536, 65_536};
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      int chop = i == 7 ? 997 : Integer.MAX_VALUE;
      String number = "1.1." + (i + 1);
      all.add(
          answered(
              number,
              "text of %,d bytes".formatted(size),
              1,
              0,
              socket -> socket.send(frame(TEXT, repeated('*', size)), chop)));
      all.add(
          failing(
              "1.2." + (i + 1),
              "binary of %,d bytes".formatted(size),
              NO_BINARY,
              socket -> socket.send(frame(BINARY, repeated(0xfe, size)), chop)));
    }
  }

  private void pings() {
    all.add(answered("2.1", "ping", 0, 1, s -> s.send(frame(PING, NONE))));
    all.add(answered("2.2", "ping with text", 0, 1, s -> s.send(frame(PING, HELLO))));
    byte[] binary = {0, (byte) 0xff, (byte) 0xfe, (byte) 0xfd, (byte) 0xfc, (byte) 0xfb, 0, -1};
    all.add(answered("2.3", "ping with bytes", 0, 1, s -> s.send(frame(PING, binary))));
    all.add(
        answered("2.4", "ping of 125 bytes", 0, 1, s -> s.send(frame(PING, repeated(0xfe, 125)))));
    all.add(
        failing("2.5", "ping of 126 bytes", BREACH, s -> s.send(frame(PING, repeated(0xfe, 126)))));
    all.add(
        answered(
            "2.6",
            "ping of 125 bytes, byte by byte",
            0,
            1,
            s -> s.send(frame(PING, repeated(0xfe, 125)), 1)));
    all.add(answered("2.7", "pong nobody asked for", 0, 0, s -> s.send(frame(PONG, NONE))));
    all.add(answered("2.8", "the same with payload", 0, 0, s -> s.send(frame(PONG, HELLO))));
    all.add(
        answered(
            "2.9",
            "pong, then ping",
            0,
            1,
            s -> {
              s.send(frame(PONG, HELLO));
              s.send(frame(PING, ascii("ping")));
            }));
    for (int chop : new int[] {Integer.MAX_VALUE, 1}) {
      all.add(
          answered(
              chop == 1 ? "2.11" : "2.10",
              chop == 1 ? "ten pings, byte by byte" : "ten pings",
              0,
              10,
              s -> {
                for (int i = 0; i < 10; i++) {
                  s.send(frame(PING, ascii("ping " + i)), chop);
                }
              }));
    }
  }

  private void reservedBits() {
    all.add(failing("3.1", "RSV 1, text", BREACH, s -> s.send(frame(true, 1, TEXT, HELLO))));
    int[] chops = {Integer.MAX_VALUE, 40, 1};
    for (int rsv = 2; rsv <= 4; rsv++) {
      int bits = rsv;
      all.add(
          failing(
              "3." + rsv,
              "text, then RSV %d, then ping".formatted(rsv),
              BREACH,
              s -> {
                s.send(frame(TEXT, HELLO), chops[bits - 2]);
                s.send(frame(true, bits, TEXT, HELLO), chops[bits - 2]);
                s.send(frame(PING, NONE), chops[bits - 2]);
              }));
    }
    all.add(failing("3.5", "RSV 5, binary", BREACH, s -> s.send(frame(true, 5, BINARY, HELLO))));
    all.add(failing("3.6", "RSV 6, ping", BREACH, s -> s.send(frame(true, 6, PING, HELLO))));
    all.add(failing("3.7", "RSV 7, close", BREACH, s -> s.send(frame(true, 7, CLOSE, NONE))));
  }

  private void opcodes() {
    for (int group = 1; group <= 2; group++) {
      for (int i = 1; i <= 5; i++) {
        int opcode = (group == 1 ? 2 : 10) + i;
        byte[] payload = i == 2 || i >= 4 ? HELLO : NONE;
        boolean after = i >= 3;
        int chop = i == 5 ? 1 : Integer.MAX_VALUE;
        all.add(
            failing(
                "4.%d.%d".formatted(group, i),
                "reserved opcode %d%s".formatted(opcode, after ? " after a text" : ""),
                BREACH,
                s -> {
                  if (after) {
                    s.send(frame(TEXT, HELLO), chop);
                  }
                  s.send(frame(opcode, payload), chop);
                  s.send(frame(PING, NONE), chop);
                }));
      }
    }
  }

  private void fragments() {
    all.add(
        failing(
            "5.1", "ping in two fragments", BREACH, s -> s.send(inTwo(PING), Integer.MAX_VALUE)));
    all.add(failing("5.2", "pong in two fragments", BREACH, s -> s.send(inTwo(PONG))));
    int[] chops = {Integer.MAX_VALUE, 15, 1};
    for (int i = 0; i < 3; i++) {
      int chop = chops[i];
      all.add(
          answered("5." + (3 + i), "text in two fragments", 1, 0, s -> s.send(inTwo(TEXT), chop)));
      all.add(
          answered(
              "5." + (6 + i),
              "the same with a ping between",
              1,
              1,
              s -> {
                s.send(frame(false, 0, TEXT, ascii("fragment1")), chop);
                s.send(frame(PING, ascii("ping")), chop);
                s.send(frame(CONTINUATION, ascii("fragment2")), chop);
              }));
      all.add(
          failing(
              "5." + (9 + i),
              "a last continuation of nothing, then text",
              BREACH,
              s -> {
                s.send(frame(CONTINUATION, ascii("non-continuation")), chop);
                s.send(frame(TEXT, HELLO), chop);
              }));
      all.add(
          failing(
              "5." + (12 + i),
              "a continuation of nothing, then text",
              BREACH,
              s -> {
                s.send(frame(false, 0, CONTINUATION, ascii("non-continuation")), chop);
                s.send(frame(TEXT, HELLO), chop);
              }));
    }
    all.add(
        failing(
            "5.15",
            "text in two fragments, then a continuation of nothing, then text",
            BREACH,
            s -> {
              s.send(inTwo(TEXT));
              s.send(frame(false, 0, CONTINUATION, ascii("fragment3")));
              s.send(frame(TEXT, ascii("fragment4")));
            }));
    for (int i = 16; i <= 17; i++) {
      boolean last = i == 17;
      all.add(
          failing(
              "5." + i,
              "a continuation of nothing and a text, twice",
              BREACH,
              s -> {
                for (int time = 0; time < 2; time++) {
                  s.send(frame(last, 0, CONTINUATION, ascii("fragment1")));
                  s.send(frame(false, 0, TEXT, ascii("fragment2")));
                  s.send(frame(CONTINUATION, ascii("fragment3")));
                }
              }));
    }
    all.add(
        failing(
            "5.18",
            "two fragments, both of them text",
            BREACH,
            s -> {
              s.send(frame(false, 0, TEXT, ascii("fragment1")));
              s.send(frame(TEXT, ascii("fragment2")));
            }));
    for (String number : List.of("5.19", "5.20")) {
      all.add(
          answered(
              number,
              "five fragments with pings between",
              1,
              2,
              s -> {
                s.send(frame(false, 0, TEXT, ascii("fragment1")));
                s.send(frame(false, 0, CONTINUATION, ascii("fragment2")));
                s.send(frame(PING, ascii("pongme 1!")));
                s.send(frame(false, 0, CONTINUATION, ascii("fragment3")));
                s.send(frame(false, 0, CONTINUATION, ascii("fragment4")));
                s.send(frame(PING, ascii("pongme 2!")));
                s.send(frame(CONTINUATION, ascii("fragment5")));
              }));
    }
  }

  private static byte[] inTwo(int opcode) {
    return Frames.joined(
        List.of(
            frame(false, 0, opcode, ascii("fragment1")), frame(CONTINUATION, ascii("fragment2"))));
  }

  private void utf8InFrames() {
    byte[] good = "Hello-µ@ßöäüàá-UTF-8!!".getBytes(StandardCharsets.UTF_8);
    byte[] greek = "κόσμε".getBytes(StandardCharsets.UTF_8);
    byte[] bad = bytes(greek, hex("eda080"), ascii("edited"));
    all.add(answered("6.1.1", "empty text", 1, 0, s -> s.send(frame(TEXT, NONE))));
    all.add(answered("6.1.2", "three empty fragments", 1, 0, s -> s.send(three(NONE, NONE, NONE))));
    all.add(
        answered(
            "6.1.3",
            "three fragments, text in the middle",
            1,
            0,
            s -> s.send(three(NONE, HELLO, NONE))));
    all.add(answered("6.2.1", "UTF-8 in one frame", 1, 0, s -> s.send(frame(TEXT, good))));
    all.add(
        answered(
            "6.2.2",
            "two fragments, between code points",
            1,
            0,
            s -> {
              s.send(frame(false, 0, TEXT, Arrays.copyOf(good, 8)));
              s.send(frame(CONTINUATION, Arrays.copyOfRange(good, 8, good.length)));
            }));
    all.add(
        answered(
            "6.2.3",
            "a fragment for each byte",
            1,
            0,
            s -> s.send(Frames.joined(Frames.fragments(TEXT, good, 1)))));
    all.add(
        answered(
            "6.2.4",
            "a fragment for each byte of Greek",
            1,
            0,
            s -> s.send(Frames.joined(Frames.fragments(TEXT, greek, 1)))));
    all.add(failing("6.3.1", "a surrogate within", NOT_UTF8, s -> s.send(frame(TEXT, bad))));
    all.add(
        failing(
            "6.3.2",
            "the same, a fragment for each byte",
            NOT_UTF8,
            s -> s.send(Frames.joined(Frames.fragments(TEXT, bad, 1)))));
    byte[] beyond = hex("f4908080");
    all.add(
        failing(
            "6.4.1",
            "fails at the wrong fragment, not at the message's end",
            NOT_UTF8,
            s -> {
              s.send(frame(false, 0, TEXT, greek));
              s.send(frame(false, 0, CONTINUATION, beyond));
            }));
    all.add(
        failing(
            "6.4.2",
            "fails at the first impossible byte of a fragment",
            NOT_UTF8,
            s -> {
              s.send(frame(false, 0, TEXT, bytes(greek, hex("f4"))));
              s.send(frame(false, 0, CONTINUATION, hex("90")));
            }));
    for (int i = 3; i <= 4; i++) {
      int kept = 6 + bytes(greek, beyond).length - (i == 3 ? 0 : 2);
      byte[] whole = frame(TEXT, bytes(greek, beyond, ascii("edited")));
      all.add(
          failing(
              "6.4." + i,
              "fails at the latest when a frame begun wrongly has come whole (not strict)",
              NOT_UTF8,
              s -> {
                s.send(Arrays.copyOf(whole, kept));
                s.send(Arrays.copyOfRange(whole, kept, whole.length));
              }));
    }
  }

  private void utf8Sequences() {
    String greek = "cebae1bdb9cf83cebcceb5";
    valid(
        "6.5",
        "68656c6c6f24776f726c64",
        "68656c6c6fc2a2776f726c64",
        "68656c6c6fe282ac776f726c64",
        "68656c6c6ff0a4ada2776f726c64",
        greek);
    for (int i = 1; i <= 11; i++) {
      boolean whole = i == 2 || i == 5 || i == 7 || i == 9 || i == 11;
      sequence("6.6." + i, greek.substring(0, 2 * i), whole);
    }
    valid("6.7", "00", "c280", "e0a080", "f0908080");
    invalid("6.8", "f888808080", "fc8480808080");
    valid("6.9", "7f", "dfbf", "efbfbf", "f48fbfbf");
    invalid("6.10", "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf");
    valid("6.11", "ed9fbf", "ee8080", "efbfbd", "f48fbfbf");
    sequence("6.11.5", "f4908080", false);
    invalid(
        "6.12",
        "80",
        "bf",
        "80bf",
        "80bf80",
        "80bf80bf",
        "80bf80bf80",
        "80bf80bf80bf",
        range(0x80, 0xbe, ""));
    invalid(
        "6.13",
        range(0xc0, 0xdf, "20"),
        range(0xe0, 0xef, "20"),
        range(0xf0, 0xf7, "20"),
        range(0xf8, 0xfb, "20"),
        range(0xfc, 0xfd, "20"));
    String[] unfinished = {
      "c0",
      "e080",
      "f08080",
      "f8808080",
      "fc80808080",
      "df",
      "efbf",
      "f7bfbf",
      "fbbfbfbf",
      "fdbfbfbfbf"
    };
    invalid("6.14", unfinished);
    invalid("6.15", String.join("", unfinished));
    invalid("6.16", "fe", "ff", "fefeffff");
    invalid("6.17", "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af");
    invalid("6.18", "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf");
    invalid("6.19", "c080", "e08080", "f0808080", "f880808080", "fc8080808080");
    invalid("6.20", "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf");
    invalid(
        "6.21",
        "eda080edb080",
        "eda080edbfbf",
        "edadbfedb080",
        "edadbfedbfbf",
        "edae80edb080",
        "edae80edbfbf",
        "edafbfedb080",
        "edafbfedbfbf");
    valid("6.22", nonCharacters());
    valid("6.23", "efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf");
  }

  private static String range(int from, int to, String after) {
    StringBuilder all = new StringBuilder();
    for (int value = from; value <= to; value++) {
      all.append("%02x".formatted(value)).append(after);
    }
    return all.toString();
  }

  private static String[] nonCharacters() {
    List<String> all = new ArrayList<>(List.of("efbfbe", "efbfbf"));
    for (int plane = 1; plane <= 16; plane++) {
      for (int last : new int[] {0xfffe, 0xffff}) {
        byte[] utf8 = Character.toString(plane << 16 | last).getBytes(StandardCharsets.UTF_8);
        all.add("%08x".formatted(ByteBuffer.wrap(utf8).getInt()));
      }
    }
    return all.toArray(String[]::new);
  }

  private void valid(String group, String... sequences) {
    for (int i = 0; i < sequences.length; i++) {
      sequence("%s.%d".formatted(group, i + 1), sequences[i], true);
    }
  }

  private void invalid(String group, String... sequences) {
    for (int i = 0; i < sequences.length; i++) {
      sequence("%s.%d".formatted(group, i + 1), sequences[i], false);
    }
  }

  private void sequence(String number, String hex, boolean valid) {
    AutobahnCase.Script script = s -> s.send(frame(TEXT, hex(hex)));
    all.add(
        valid
            ? answered(number, "UTF-8 " + hex, 1, 0, script)
            : failing(number, "not UTF-8: " + hex, NOT_UTF8, script));
  }

  private void closes() {
    byte[] usual = Frames.close(1000, NONE);
    all.add(
        failing(
            "7.1.1",
            "text, then close",
            1000,
            s -> {
              s.send(frame(TEXT, HELLO));
              s.send(usual);
            }));
    after("7.1.2", "two closes", usual);
    after("7.1.3", "ping after the close", frame(PING, NONE));
    after("7.1.4", "text after the close", frame(TEXT, HELLO));
    all.add(
        failing(
            "7.1.5",
            "a close between two fragments",
            1000,
            s -> {
              s.send(frame(false, 0, TEXT, ascii("fragment1")));
              s.send(usual);
              s.send(frame(CONTINUATION, ascii("fragment2")));
            }));
    all.add(
        failing(
            "7.1.6",
            "a large text, then close, then ping (64 KiB here)",
            1000,
            s -> {
              s.send(frame(TEXT, repeated('B', LIMIT)));
              s.send(usual);
              s.send(frame(PING, NONE));
            }));
    all.add(
        new AutobahnCase(
            "7.3.1",
            "close without a code",
            s -> s.send(frame(CLOSE, NONE)),
            new AutobahnCase.Expected.Fails(Set.of(0, 1000))));
    all.add(failing("7.3.2", "close with one byte", BREACH, s -> s.send(frame(CLOSE, ascii("a")))));
    all.add(failing("7.3.3", "close with a code", 1000, s -> s.send(usual)));
    all.add(failing("7.3.4", "with a reason", 1000, s -> s.send(Frames.close(1000, HELLO))));
    all.add(
        failing(
            "7.3.5",
            "with the longest reason",
            1000,
            s -> s.send(Frames.close(1000, repeated('*', 123)))));
    all.add(
        failing(
            "7.3.6",
            "with a reason too long",
            BREACH,
            s -> s.send(Frames.close(1000, repeated('*', 124)))));
    byte[] bad = bytes(ascii("Hello "), hex("cebae1bdb9cf83cebcceb5eda080656469746564"));
    all.add(
        failing(
            "7.5.1", "a reason that is not UTF-8", NOT_UTF8, s -> s.send(Frames.close(1000, bad))));
    int[] good = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};
    for (int i = 0; i < good.length; i++) {
      int code = good[i];
      all.add(
          failing("7.7." + (i + 1), "close " + code, code, s -> s.send(Frames.close(code, NONE))));
    }
    int[] wrong = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};
    for (int i = 0; i < wrong.length; i++) {
      int code = wrong[i];
      all.add(
          failing(
              "7.9." + (i + 1),
              "close with the impossible code " + code,
              BREACH,
              s -> s.send(Frames.close(code, NONE))));
    }
  }

  private void after(String number, String what, byte[] then) {
    all.add(
        failing(
            number,
            what,
            1000,
            s -> {
              s.send(Frames.close(1000, NONE));
              s.send(then);
            }));
  }

  private void limits() {
    int[] sizes = {64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20};
    for (int i = 0; i < sizes.length; i++) {
      byte[] payload = repeated('*', sizes[i]);
      String what = "%,d KiB".formatted(sizes[i] >> 10);
      all.add(
          sizes[i] <= LIMIT
              ? answered("9.1.1", "text of " + what, 1, 0, s -> s.send(frame(TEXT, payload)))
              : failing(
                  "9.1." + (i + 1), "text of " + what, TOO_BIG, s -> s.send(frame(TEXT, payload))));
      all.add(
          refused(
              "9.2." + (i + 1),
              "binary of " + what,
              NO_BINARY,
              s -> s.send(frame(BINARY, payload))));
    }
    byte[] large = repeated('*', 4 << 20);
    for (int i = 1; i <= 9; i++) {
      int fragment = 64 << (2 * (i - 1));
      all.add(
          refused(
              "9.3." + i,
              "text of 4 MiB in fragments of %,d".formatted(fragment),
              TOO_BIG,
              s -> s.send(Frames.joined(Frames.fragments(TEXT, large, fragment)))));
      all.add(
          refused(
              "9.4." + i,
              "binary of 4 MiB in fragments of %,d".formatted(fragment),
              NO_BINARY,
              s -> s.send(Frames.joined(Frames.fragments(BINARY, large, fragment)))));
    }
    byte[] million = repeated('*', 1 << 20);
    for (int i = 1; i <= 6; i++) {
      int chop = 64 << (i - 1);
      all.add(
          refused(
              "9.5." + i,
              "text of 1 MiB in writes of %,d".formatted(chop),
              TOO_BIG,
              s -> s.send(frame(TEXT, million), chop)));
      all.add(
          refused(
              "9.6." + i,
              "binary of 1 MiB in writes of %,d".formatted(chop),
              NO_BINARY,
              s -> s.send(frame(BINARY, million), chop)));
    }
    int[] payloads = {0, 16, 64, 256, 1_024, 4_096};
    for (int i = 1; i < payloads.length; i++) {
      String blank = "{\"type\":\"ping\"";
      String message = blank + " ".repeat(payloads[i] - blank.length() - 1) + "}";
      all.add(
          answered(
              "9.7." + (i + 1),
              "1,000 texts of %,d bytes".formatted(payloads[i]),
              0,
              0,
              s -> {
                for (int time = 0; time < 1_000; time++) {
                  s.send(frame(TEXT, ascii(message)));
                  if (!(s.next(Duration.ofSeconds(5)) instanceof RawSocket.Heard.Message)) {
                    throw new IOException("no answer");
                  }
                }
              }));
    }
    all.add(
        answered(
            "10.1.1",
            "64 KiB in frames of 1,300",
            1,
            0,
            s -> s.send(Frames.joined(Frames.fragments(TEXT, repeated('*', LIMIT), 1_300)))));
  }

  /// A server that ends a connection into which is still being written may lose its last words:
  /// they are overtaken by the reset.
  private static AutobahnCase refused(
      String number, String what, int code, AutobahnCase.Script script) {
    return new AutobahnCase(
        number,
        what,
        script,
        new AutobahnCase.Expected.Fails(
            code == TOO_BIG
                ? Set.of(TOO_BIG, AutobahnCase.ENDED)
                : Set.of(code, TOO_BIG, AutobahnCase.ENDED)));
  }

  private static byte[] three(byte[] first, byte[] second, byte[] third) {
    return Frames.joined(
        List.of(
            frame(false, 0, TEXT, first),
            frame(false, 0, CONTINUATION, second),
            frame(CONTINUATION, third)));
  }

  private static byte[] bytes(byte[]... parts) {
    return Frames.joined(List.of(parts));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
