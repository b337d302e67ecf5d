package io.parley.participant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What a text looks like: two texts that people take for one another have the same skeleton, such
/// as `Alice` and the one with a Cyrillic letter in its middle.
///
/// The skeleton of Unicode Technical Standard 39, section 4, over all of Unicode's table of
/// confusable characters (version 17; decision 0139 says where the table comes from). It is taken
/// of the text in lower case, because case tells nobody apart either.
public final class Skeleton {
  private static final String TABLE = "/io/parley/participant/confusables.txt";
  private static final Map<Integer, String> PROTOTYPES = read();
  private static final int HEX = 16;

  private Skeleton() {}

  public static String of(String text) {
    return map(text.toLowerCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
  }

  /// The skeleton of the letters and digits alone: `G.u-i d e` looks like `guide` too.
  static String ofLetters(String text) {
    return of(text)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String map(String text) {
    StringBuilder mapped = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .forEach(point -> {
          String prototype = PROTOTYPES.get(point);
          if (prototype == null) {
            mapped.appendCodePoint(point);
          } else {
            mapped.append(prototype);
          }
        });
    return Normalizer.normalize(mapped, Normalizer.Form.NFD);
  }

  /// One character a line: `code point;code points of its prototype`, in hexadecimal.
  private static Map<Integer, String> read() {
    Map<Integer, String> prototypes = HashMap.newHashMap(10_000);
    try (InputStream table = Skeleton.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException("the server lacks " + TABLE);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII));
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(";", 2))
          .forEach(row -> prototypes.put(Integer.parseInt(row[0], HEX), text(row[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(prototypes);
  }

  private static String text(String points) {
    return Stream.of(points.split(" "))
        .filter(point -> !point.isEmpty())
        .mapToInt(point -> Integer.parseInt(point, HEX))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
