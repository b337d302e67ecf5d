package io.parley.openai;

import java.nio.charset.StandardCharsets;

/// Finds some fields of a JSON object without parsing it: where its own `model` is written, whether
/// it may tell of an error, whether it has items in the list that it is about, and how many of its
/// choices have a `finish_reason`. A relay looks at every event of every answer, so this reads each
/// byte once and makes no objects.
///
/// Only fields of the object itself count, but for `finish_reason`: the same names within strings
/// or within other objects do not. What is not JSON finds nothing.
final class TopLevelFields {
  private static final byte[] MODEL = "model".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] OBJECT = "object".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FINISH = "finish_reason".getBytes(StandardCharsets.US_ASCII);

  private final byte[] list;
  private int modelFrom;
  private int modelTo;
  private boolean error;
  private boolean items;
  private boolean whole;
  private int finished;

  TopLevelFields() {
    this("choices");
  }

  /// @param list the field that holds what the object is about
  TopLevelFields(String list) {
    this.list = list.getBytes(StandardCharsets.US_ASCII);
  }

  /// @param from the object's first byte
  /// @param to after its last
  void scan(byte[] json, int from, int to) {
    modelFrom = -1;
    modelTo = -1;
    error = false;
    items = false;
    finished = 0;
    int depth = 0;
    boolean nameNext = false;
    for (int at = from; at < to; at++) {
      switch (json[at]) {
        case '"' -> {
          int end = stringEnd(json, at, to);
          if (nameNext) {
            field(json, at + 1, end, to);
            nameNext = false;
          } else if (end - at == FINISH.length + 1 && is(FINISH, json, at + 1, end)) {
            finish(json, end, to);
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
    whole = depth == 0;
  }

  /// Where the value of `model` is, with its quotes; negative if it is no text.
  int modelFrom() {
    return modelFrom;
  }

  int modelTo() {
    return modelTo;
  }

  /// Whether there is an `error` that is not null, or the object calls itself one.
  boolean hasError() {
    return error;
  }

  /// Whether the list is there, and not empty.
  boolean hasItems() {
    return items;
  }

  /// Whether each object and array is closed.
  boolean isWhole() {
    return whole;
  }

  /// How many choices have a `finish_reason`.
  int finished() {
    return finished;
  }

  private void field(byte[] json, int from, int to, int limit) {
    int value = value(json, to, limit);
    if (value >= limit) {
      return;
    }
    if (modelFrom < 0 && json[value] == '"' && is(MODEL, json, from, to)) {
      modelFrom = value;
      modelTo = Math.min(limit, stringEnd(json, value, limit) + 1);
    } else if (json[value] != 'n' && to - from >= ERROR.length) {
      error |= is(ERROR, json, from, from + ERROR.length) || isErrorItself(json, from, to, value);
    }
    items |= json[value] == '[' && is(list, json, from, to) && !isEmpty(json, value, limit);
  }

  /// `"object":"error"`.
  private static boolean isErrorItself(byte[] json, int from, int to, int value) {
    int end = value + 1 + ERROR.length;
    return is(OBJECT, json, from, to)
        && json[value] == '"'
        && end < json.length
        && json[end] == '"'
        && is(ERROR, json, value + 1, end);
  }

  private static boolean isEmpty(byte[] json, int from, int limit) {
    int at = from + 1;
    while (at < limit && isBlank(json[at])) {
      at++;
    }
    return at >= limit || json[at] == ']';
  }

  private void finish(byte[] json, int name, int limit) {
    int value = value(json, name, limit);
    if (value > name + 1 && value + 1 < limit && json[value] == '"' && json[value + 1] != '"') {
      finished++;
    }
  }

  /// Where the value of a field begins whose name ends there.
  private static int value(byte[] json, int nameEnd, int limit) {
    int value = nameEnd + 1;
    while (value < limit && (json[value] == ':' || isBlank(json[value]))) {
      value++;
    }
    return value;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
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
