package io.parley.openai;

import io.parley.platform.Ids;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of a response. The ids of its items are made of it, so that an item is found by its id
/// alone.
record ResponseId(String hex) {
  /// Where in a response an item is.
  ///
  /// @param input whether it was asked, and not answered
  record Place(ResponseId response, boolean input, int index) {}

  private static final Pattern RESPONSE = Pattern.compile("resp_([0-9a-f]{32})");
  private static final Pattern ITEM = Pattern.compile("[a-z]{2,4}_([0-9a-f]{32})([0-9a-f]{4})");
  private static final int INPUT = 0x8000;

  static ResponseId next() {
    return new ResponseId(Ids.next().toString().replace("-", ""));
  }

  static Optional<ResponseId> parse(String text) {
    Matcher matcher = RESPONSE.matcher(text);
    return matcher.matches() ? Optional.of(new ResponseId(matcher.group(1))) : Optional.empty();
  }

  static Optional<Place> place(String item) {
    Matcher matcher = ITEM.matcher(item);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int at = HexFormat.fromHexDigits(matcher.group(2));
    return Optional.of(new Place(new ResponseId(matcher.group(1)), (at & INPUT) != 0, at & ~INPUT));
  }

  /// @param kind the beginning of the id: `msg`, `rs`, `fc` or `fco`
  String output(String kind, int index) {
    return item(kind, index & ~INPUT);
  }

  String input(String kind, int index) {
    return item(kind, index | INPUT);
  }

  private String item(String kind, int at) {
    return kind + "_" + hex + HexFormat.of().toHexDigits((short) at);
  }

  @Override
  public String toString() {
    return "resp_" + hex;
  }
}
