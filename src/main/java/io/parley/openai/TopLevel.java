package io.parley.openai;

import java.nio.charset.StandardCharsets;

/// Finds two fields of a JSON object without parsing it: where its own `model` is written, and
/// whether it has an `error`. A relay looks at every event of every answer, so this reads each byte
/// once and makes no objects.
///
/// Only fields of the object itself count: the same names within strings or within other objects do
/// not. What is not JSON finds nothing.
final class TopLevel {
  private static final byte[] MODEL = "model".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

  private int modelFrom;
  private int modelTo;
  private boolean error;

  /// @param from the object's first byte
  /// @param to after its last
  void scan(byte[] json, int from, int to) {
    modelFrom = -1;
    modelTo = -1;
    error = false;
    int depth = 0;
    boolean nameNext = false;
    for (int at = from; at < to; at++) {
      switch (json[at]) {
        case '"' -> {
          int end = stringEnd(json, at, to);
          if (nameNext) {
            field(json, at + 1, end, to);
            nameNext = false;
          }
          at = end;
        }
        case '{' -> nameNext = ++depth == 1;
        case '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> nameNext = depth == 1;
        default -> {}
      }
    }
  }

  /// Where the value of `model` is, with its quotes; negative if it is no text.
  int modelFrom() {
    return modelFrom;
  }

  int modelTo() {
    return modelTo;
  }

  /// Whether there is an `error` that is not null.
  boolean hasError() {
    return error;
  }

  private void field(byte[] json, int from, int to, int limit) {
    int value = to + 1;
    while (value < limit && (json[value] == ':' || json[value] == ' ')) {
      value++;
    }
    if (value >= limit) {
      return;
    }
    if (modelFrom < 0 && json[value] == '"' && is(MODEL, json, from, to)) {
      modelFrom = value;
      modelTo = Math.min(limit, stringEnd(json, value, limit) + 1);
    } else if (json[value] != 'n' && is(ERROR, json, from, to)) {
      error = true;
    }
  }

  private static boolean is(byte[] name, byte[] json, int from, int to) {
    if (to - from != name.length) {
      return false;
    }
    for (int at = 0; at < name.length; at++) {
      if (json[from + at] != name[at]) {
        return false;
      }
    }
    return true;
  }

  /// The closing quote of the string that opens at `from`.
  private static int stringEnd(byte[] json, int from, int to) {
    int at = from + 1;
    while (at < to && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, to);
  }
}
