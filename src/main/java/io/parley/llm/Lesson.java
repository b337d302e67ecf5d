package io.parley.llm;

import java.util.Set;

/// One thing that a model has refused, and so what to do about it from then on.
///
/// @param parameter of the request; `name=value` where only that value was refused
record Lesson(Kind kind, String parameter) {
  private static final Set<String> LIMITS = Set.of("max_tokens", "max_completion_tokens");

  enum Kind {
    /// Leave the parameter out.
    OMIT,
    /// Send the longest answer under the other one of its two names.
    RENAME,
    /// Put the system message in front of the first user message.
    NO_SYSTEM,
    /// Send a developer message as a system message.
    NO_DEVELOPER,
    /// Nothing can be left out: what needs tools fails with the refusal.
    NO_TOOLS,
    /// The same for pictures.
    NO_VISION
  }

  static Lesson omit(String parameter) {
    return new Lesson(Kind.OMIT, parameter);
  }

  static Lesson of(Kind kind) {
    return new Lesson(kind, "");
  }

  static boolean isLimit(String parameter) {
    return LIMITS.contains(parameter);
  }

  /// The other name of the same limit.
  static String otherLimit(String parameter) {
    return parameter.equals("max_tokens") ? "max_completion_tokens" : "max_tokens";
  }

  /// Whether a request that was refused for it can be sent in another form.
  boolean changesRequests() {
    return kind != Kind.NO_TOOLS && kind != Kind.NO_VISION;
  }
}
