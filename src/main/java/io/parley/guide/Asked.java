package io.parley.guide;

import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.PromptMessage.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What somebody says to the guide.
///
/// @param text at most [#LONGEST] characters, without mentions
/// @param before the question before, if this one cannot be understood without; otherwise empty
/// @param first whether the guide says something for the first time in this conversation
/// @param audience whom it is for
record Asked(String text, String before, boolean first, Audience audience) {
  /// Nobody asks for longer; of what is pasted, the beginning and the end count.
  static final int LONGEST = 2_000;

  private static final int BEGINNING = 1_500;

  /// What "it" is if nothing was asked before.
  private static final String TOPIC = "Parley";

  /// A question with so few words of its own goes on with the one before.
  private static final int SHORT = 2;

  /// How far back the question is looked for that a follow-up belongs to.
  private static final int LOOKS_BACK = 4;

  /// Whom a message is for: the guide, whoever is in the room, or somebody else by name.
  enum Audience {
    GUIDE,
    ANYBODY,
    OTHERS
  }

  private static final Pattern GUIDE =
      Pattern.compile(
          "(?<!\\S)@(?:parley|guide|demo/guide)(?![\\p{L}\\p{N}_-])", Pattern.CASE_INSENSITIVE);
  private static final Pattern MENTION = Pattern.compile("(?<!\\S)@[\\p{L}\\p{N}._/-]+");
  private static final Set<String> POINTING =
      Set.of("it", "its", "that", "this", "them", "they", "those", "these", "there", "one");
  private static final Set<String> GOING_ON = Set.of("and", "but", "or", "so", "also");

  Asked {
    text = clipped(text);
    before = clipped(before);
  }

  static Asked question(String text) {
    return new Asked(text, "", false, Audience.GUIDE);
  }

  /// What a prompt ends with.
  static Asked of(Prompt prompt) {
    List<PromptMessage> said =
        prompt.messages().stream().filter(message -> message.role() == Role.USER).toList();
    boolean first = prompt.messages().stream().noneMatch(it -> it.role() == Role.ASSISTANT);
    // only in a room does a message carry its author's name
    boolean room = !said.isEmpty() && said.getLast().speaker().isPresent();
    return of(said.stream().map(PromptMessage::content).toList(), first, room);
  }

  /// @param said by people, oldest first, the last one to be answered
  /// @param first whether the guide has not said anything yet
  /// @param room whether several people talk
  static Asked of(List<String> said, boolean first, boolean room) {
    String last = said.isEmpty() ? "" : clipped(said.getLast());
    String text = withoutMentions(last);
    return new Asked(
        text,
        followsUp(text) ? before(said, text) : "",
        first,
        room ? audience(last) : Audience.GUIDE);
  }

  private static Audience audience(String text) {
    if (GUIDE.matcher(text).find()) {
      return Audience.GUIDE;
    }
    return MENTION.matcher(text).find() ? Audience.OTHERS : Audience.ANYBODY;
  }

  private static String before(List<String> said, String last) {
    return said.reversed().stream()
        .skip(1)
        .limit(LOOKS_BACK)
        .map(Asked::clipped)
        .map(Asked::withoutMentions)
        .filter(text ->
            !Tokenizer.terms(text).isEmpty() && Intent.of(question(text)) == Intent.QUESTION)
        .findFirst()
        .orElse(Tokenizer.all(last).contains("it") ? TOPIC : "");
  }

  private static boolean followsUp(String text) {
    List<String> words = Tokenizer.all(text);
    return words.stream().anyMatch(POINTING::contains)
        || (!words.isEmpty() && GOING_ON.contains(words.getFirst()))
        || Tokenizer.terms(text).size() <= SHORT;
  }

  private static String withoutMentions(String text) {
    return MENTION.matcher(text).replaceAll(" ");
  }

  private static String clipped(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, BEGINNING)
            + " "
            + text.substring(text.length() - LONGEST + BEGINNING + 1);
  }
}
