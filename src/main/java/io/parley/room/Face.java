package io.parley.room;

import io.parley.participant.Participant;
import java.util.Locale;

/// A participant's circle: an initial in a colour, the same as `js/session/colours.js` chooses.
public record Face(String initial, int colour) {
  static final int COLOURS = 12;

  static Face of(Participant participant) {
    return new Face(initial(participant.name()), colour(participant.id().toString()));
  }

  public String getInitial() {
    return initial;
  }

  public int getColour() {
    return colour;
  }

  /// The 32-bit FNV-1a hash of the id, one character at a time.
  static int colour(String id) {
    int hash = 0x811c9dc5;
    for (int at = 0; at < id.length(); at++) {
      hash = (hash ^ id.charAt(at)) * 0x01000193;
    }
    return Integer.remainderUnsigned(hash, COLOURS);
  }

  private static String initial(String name) {
    String shown = name.strip();
    return shown.isEmpty()
        ? "?"
        : Character.toString(shown.codePointAt(0)).toUpperCase(Locale.ROOT);
  }
}
