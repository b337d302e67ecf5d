package io.parley.conversation;

import io.parley.llm.ModelId;
import io.parley.llm.Models;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which model a message asks for a reply, if any: the one that its sender names; otherwise the
/// conversation's, or the server's, for every message or for those that mention it.
@ApplicationScoped
public class AnswerPolicy {
  /// Stands for the conversation's model, whichever that is.
  private static final String ANY_MODEL = "parley";

  @Inject Models models;

  /// @param named the model that the sender names
  /// @throws io.parley.platform.ProblemException `unknown_model` if there is no such model
  public Optional<ModelId> asked(Conversation conversation, String text, Optional<String> named) {
    if (named.isPresent()) {
      return named.map(models::require);
    }
    ModelId model = model(conversation);
    return switch (conversation.answers()) {
      case ALL -> Optional.of(model);
      case MENTIONS -> mentions(text, model) ? Optional.of(model) : Optional.empty();
    };
  }

  /// The model that answers where it is certain that one does.
  ///
  /// @throws io.parley.platform.ProblemException `unknown_model` if there is no such model
  ModelId model(Conversation conversation, Optional<String> named) {
    return named.map(models::require).orElseGet(() -> model(conversation));
  }

  private ModelId model(Conversation conversation) {
    return conversation.defaultModel().flatMap(models::find).orElseGet(models::defaultModel);
  }

  /// A mention is `@` and the model's short name, or `@parley`, as a word of its own.
  static boolean mentions(String text, ModelId model) {
    String shortName = model.name().substring(model.name().lastIndexOf('/') + 1);
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}_@])@(?:"
                + ANY_MODEL
                + "|"
                + Pattern.quote(shortName)
                + ")(?![\\p{L}\\p{N}_-])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(text)
        .find();
  }
}
