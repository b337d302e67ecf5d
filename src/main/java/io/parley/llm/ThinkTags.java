package io.parley.llm;

import java.util.List;
import java.util.Optional;

/// Tells what a model thinks from what it answers where both come as one text: what stands between
/// the tags of a thought at the very beginning. Tags further on are part of the answer, which may
/// be about them. Used by one thread.
public final class ThinkTags {
  private static final List<Tag> TAGS =
      List.of(
          new Tag("<think>", "</think>"),
          new Tag("<thinking>", "</thinking>"),
          new Tag("<thought>", "</thought>"),
          new Tag("<reasoning>", "</reasoning>"),
          new Tag("[THINK]", "[/THINK]"),
          new Tag("◁think▷", "◁/think▷"));

  private record Tag(String open, String close) {}

  /// Each may be empty.
  public record Split(String thinking, String answer) {}

  private enum State {
    BEFORE,
    THINKING,
    /// Behind a thought: blanks before the answer are none of it, and another thought may follow.
    BEHIND,
    ANSWERING
  }

  private State state = State.BEFORE;
  private String held = "";
  private String close = "";

  /// Whether all that comes is the answer.
  boolean settled() {
    return state == State.ANSWERING;
  }

  /// Takes the next piece; what may be part of a tag is held back.
  public Split split(String piece) {
    if (settled()) {
      return new Split("", piece);
    }
    StringBuilder thinking = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    String rest = held + piece;
    held = "";
    boolean again = true;
    while (again) {
      State before = state;
      rest =
          switch (state) {
            case BEFORE, BEHIND -> begin(rest, answer);
            case THINKING -> think(rest, thinking);
            case ANSWERING -> {
              answer.append(rest);
              yield "";
            }
          };
      again = state != before;
    }
    held = rest;
    return new Split(thinking.toString(), answer.toString());
  }

  /// What is still held back: nothing more comes.
  public Split end() {
    String rest = held;
    held = "";
    return state == State.THINKING ? new Split(rest, "") : new Split("", rest);
  }

  /// What of it cannot be told yet.
  private String begin(String text, StringBuilder answer) {
    String start = text.stripLeading();
    Optional<Tag> tag = TAGS.stream().filter(it -> start.startsWith(it.open())).findFirst();
    if (tag.isPresent()) {
      state = State.THINKING;
      close = tag.get().close();
      return start.substring(tag.get().open().length());
    }
    if (TAGS.stream().anyMatch(it -> it.open().startsWith(start))) {
      return state == State.BEHIND ? start : text;
    }
    String said = state == State.BEHIND ? start : text;
    state = State.ANSWERING;
    answer.append(said);
    return "";
  }

  private String think(String text, StringBuilder thinking) {
    int end = text.indexOf(close);
    if (end >= 0) {
      thinking.append(text, 0, end);
      state = State.BEHIND;
      return text.substring(end + close.length());
    }
    int safe = text.length() - overlap(text);
    thinking.append(text, 0, safe);
    return text.substring(safe);
  }

  /// How much of the end of a text may be the beginning of the closing tag.
  private int overlap(String text) {
    for (int length = Math.min(close.length() - 1, text.length()); length > 0; length--) {
      if (close.startsWith(text.substring(text.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
