package io.parley.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where providers, and models, differ in what they call OpenAI's chat completions. Most take
/// everything in its older form, and pass over what they do not know.
///
/// @param refused parameters to leave out; `name=value` where only that value is refused
record Dialect(Map<String, String> renamed, Set<String> refused, Roles roles) {
  /// Which of the roles that instruct a model it knows.
  enum Roles {
    ALL,
    /// `system`, but not `developer`.
    NO_DEVELOPER,
    /// Neither.
    NO_SYSTEM
  }

  static final Dialect STANDARD = new Dialect(Map.of(), Set.of());

  /// OpenAI's reasoning models refuse `max_tokens`; its older ones know the new name as well. Groq
  /// and Cerebras document the new one only.
  static final Dialect NEWER = new Dialect(Map.of("max_tokens", "max_completion_tokens"), Set.of());

  /// Refuses every field that it does not know; counts its tokens unasked.
  static final Dialect MISTRAL =
      new Dialect(
          Map.of("seed", "random_seed", "max_completion_tokens", "max_tokens"),
          Set.of("stream_options"));

  Dialect {
    renamed = Map.copyOf(renamed);
    refused = Set.copyOf(refused);
  }

  Dialect(Map<String, String> renamed, Set<String> refused) {
    this(renamed, refused, Roles.ALL);
  }

  boolean isStandard() {
    return renamed.isEmpty() && refused.isEmpty() && roles == Roles.ALL;
  }

  /// What that says of the provider's models.
  Capabilities capabilities() {
    return new Capabilities(
        Optional.empty(),
        Optional.empty(),
        renamed.entrySet().stream()
            .filter(entry -> Lesson.isLimit(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst(),
        refused.contains("stream_options") ? Optional.of(false) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether a request, a JSON text, may hold what is said otherwise here.
  boolean concerns(String request) {
    return renamed.keySet().stream().anyMatch(name -> names(request, name))
        || refused.stream().anyMatch(name -> names(request, parameter(name)))
        || (roles != Roles.ALL && names(request, "developer"))
        || (roles == Roles.NO_SYSTEM && names(request, "system"));
  }

  private static boolean names(String request, String name) {
    return request.contains('"' + name + '"');
  }

  private static String parameter(String refusal) {
    int equals = refusal.indexOf('=');
    return equals < 0 ? refusal : refusal.substring(0, equals);
  }

  /// Changes a request's body into what is taken here.
  ///
  /// @return the parameters that were left out
  List<String> apply(ObjectNode request) {
    renamed.forEach((from, to) -> {
      if (request.has(from)) {
        JsonNode value = request.remove(from);
        if (!request.has(to)) {
          request.set(to, value);
        }
      }
    });
    List<String> omitted = new ArrayList<>();
    for (String refusal : refused) {
      String name = parameter(refusal);
      boolean always = name.equals(refusal);
      if (request.has(name)
          && (always || refusal.equals(name + "=" + request.path(name).asText()))) {
        request.remove(name);
        omitted.add(name);
      }
    }
    switch (roles) {
      case ALL -> {}
      case NO_DEVELOPER -> SystemMessages.forDevelopers(request.path("messages"));
      case NO_SYSTEM -> SystemMessages.fold(request);
    }
    return omitted;
  }
}
