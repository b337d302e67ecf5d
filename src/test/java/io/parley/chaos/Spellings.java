package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Ids of others, whole and mutated, and paths written in ways that a server could read differently
/// than whatever stands before it.
final class Spellings {
  private static final List<String> MATRIX =
      List.of(";a=b", ";a.css", ";", ";jsessionid=x", "%3Ba.js", ";v=1;w=2", "/;/", "\\", "%5c");

  private static final List<String> DOTS =
      List.of("/..", "/.", "/%2e%2e", "/..;", "/..%2f", "//", "/%2f", "/../js/room.js", "/");

  private static final List<String> TAILS =
      List.of(
          ".css",
          ".json",
          ".xhtml",
          "%00",
          "%0d%0aX-A: b".replace(" ", "%20"),
          "%20",
          "%ff",
          "%e2%82",
          "%c0%af",
          "%u0031",
          "%",
          "%zz",
          "%2",
          "%25%33%31",
          "?",
          "?;",
          "#x",
          "@",
          ":");

  private static final HexFormat HEX = HexFormat.of();

  private final RandomGenerator random;
  private final Loot others;
  private final Loot own;

  /// @param own what the one who asks has made for themselves
  Spellings(RandomGenerator random, Loot others, Loot own) {
    this.random = random;
    this.others = others;
    this.own = own;
  }

  /// Somebody else's id, mostly.
  String id(Kind kind) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> new UUID(random.nextLong(), random.nextLong()).toString();
      case 2, 3, 4 -> own.any(kind, random);
      case 5, 6, 7, 8 -> mutated(others.any(kind, random));
      default -> others.any(kind, random);
    };
  }

  private String mutated(String id) {
    return switch (random.nextInt(14)) {
      case 0 -> id.toUpperCase(Locale.ROOT);
      case 1 -> id.replace("-", "");
      case 2 -> "{" + id + "}";
      case 3 -> "urn:uuid:" + id;
      case 4 -> id + " ";
      case 5 -> "\t" + id;
      case 6 -> neighbour(id);
      case 7 -> id.substring(0, random.nextInt(id.length()));
      case 8 -> id + id;
      case 9 -> id + "\u0000";
      case 10 -> id.replace('1', '１').replace('0', '٠');
      case 11 -> id + "/" + others.any(Kind.CONVERSATION, random);
      case 12 -> id + "," + others.any(Kind.MESSAGE, random);
      default -> id.replaceFirst("^0+", "");
    };
  }

  /// The one that a counter would have made before or after it.
  private String neighbour(String id) {
    char last = (char) (id.charAt(id.length() - 1) + (random.nextBoolean() ? 1 : -1));
    return id.substring(0, id.length() - 1) + last;
  }

  /// The same path in another spelling, or one that only looks like it.
  String path(String path) {
    int at = random.nextInt(path.length() + 1);
    int slash = Math.max(0, path.indexOf('/', random.nextInt(path.length())));
    return switch (random.nextInt(8)) {
      case 0 -> path + any(MATRIX);
      case 1 -> path.substring(0, slash) + any(MATRIX) + path.substring(slash);
      case 2 -> path.substring(0, slash) + any(DOTS) + path.substring(slash);
      case 3 -> path + any(TAILS);
      case 4 -> encoded(path, at);
      case 5 -> encoded(path, at).replace("%", "%25");
      case 6 -> path.toUpperCase(Locale.ROOT);
      default -> path + "/" + escaped(others.any(Kind.CONVERSATION, random));
    };
  }

  private static String encoded(String path, int at) {
    int next = Math.min(at, path.length() - 1);
    return path.charAt(next) == '%'
        ? path
        : path.substring(0, next)
            + "%"
            + HEX.toHexDigits((byte) path.charAt(next))
            + path.substring(next + 1);
  }

  /// For a place within a path or a query. Now and then some of it is escaped although it need not
  /// be; blanks always are, since they would end the path.
  String escaped(String text) {
    boolean plainly = random.nextInt(4) != 0;
    StringBuilder path = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean safe = each > ' ' && each < 127 && "%\\?#&$".indexOf(each) < 0;
      path.append(
          safe && (plainly || random.nextInt(12) != 0)
              ? String.valueOf((char) each)
              : "%" + HEX.toHexDigits(each));
    }
    return path.toString();
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
