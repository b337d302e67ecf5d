package io.parley.conversation;

import io.parley.llm.ModelId;
import io.parley.llm.ModelListing;
import io.parley.llm.Models;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/// Which model a message asks for a reply, if any.
///
/// In a private conversation every message is answered: by the model that its sender names, or by
/// the conversation's. In a room the first of these decides:
///
/// 1. `off`: no message is answered. A sender who names a model is refused.
/// 2. The sender names a model in `model`: that model answers, whatever the policy.
/// 3. The text mentions a model, see [Mentions]: that model answers.
/// 4. `all`, or the default while nobody else is in the room: the room's model answers.
/// 5. Otherwise no model does.
@ApplicationScoped
public class AnswerPolicy {
  /// Stands for the conversation's model, whichever that is.
  static final String ANY_MODEL = "parley";

  @Inject Models models;
  @Inject Audience audience;

  private volatile Optional<Listed> listed = Optional.empty();

  private record Listed(ModelListing of, Mentions.Names<ModelId> names) {}

  /// @param named the model that the sender names
  /// @throws io.parley.platform.ProblemException `unknown_model` if there is no such model,
  ///   `forbidden` if no model answers in this room
  public Optional<ModelId> asked(
      Conversation conversation, ParticipantId author, String text, Optional<String> named) {
    if (conversation.kind() == Conversation.Kind.PRIVATE) {
      return Optional.of(model(conversation, named));
    }
    if (named.isPresent()) {
      requireReplies(conversation);
      return named.map(models::require);
    }
    if (isOff(conversation)) {
      return Optional.empty();
    }
    ModelId own = own(conversation);
    Optional<ModelId> mentioned = mentioned(text, own);
    if (mentioned.isPresent()) {
      return mentioned;
    }
    boolean all =
        conversation
            .answers()
            .map(Conversation.Answers.ALL::equals)
            .orElseGet(() -> !audience.hasOthers(conversation.id(), author));
    return all ? Optional.of(own) : Optional.empty();
  }

  /// The model that answers where it is certain that one does.
  ///
  /// @throws io.parley.platform.ProblemException `unknown_model` if there is no such model,
  ///   `forbidden` if no model answers in this room
  public ModelId model(Conversation conversation, Optional<String> named) {
    requireReplies(conversation);
    return named.map(models::require).orElseGet(() -> own(conversation));
  }

  private static void requireReplies(Conversation conversation) {
    if (isOff(conversation)) {
      throw Problem.FORBIDDEN.because("Models do not reply in this room: its `answers` is `off`.");
    }
  }

  private static boolean isOff(Conversation conversation) {
    return conversation.answers().filter(Conversation.Answers.OFF::equals).isPresent();
  }

  private ModelId own(Conversation conversation) {
    return conversation.defaultModel().flatMap(models::find).orElseGet(models::defaultModel);
  }

  private Optional<ModelId> mentioned(String text, ModelId own) {
    Mentions.Names<ModelId> first =
        new Mentions.Names<ModelId>().add(ANY_MODEL, own).add(shortName(own), own);
    return Mentions.first(text, name -> first.find(name).or(() -> others().find(name)));
  }

  /// The models that are listed, each under its full name and its short one. Of two with the same
  /// short name the server's default model counts, or else the first in the list.
  @SuppressWarnings("ReferenceEquality") // the catalogue keeps a listing until it changes
  private Mentions.Names<ModelId> others() {
    ModelListing now = models.list();
    Optional<Listed> known = listed.filter(before -> before.of() == now);
    if (known.isPresent()) {
      return known.get().names();
    }
    ModelId usual = models.defaultModel();
    Mentions.Names<ModelId> names = new Mentions.Names<ModelId>().add(shortName(usual), usual);
    now.models()
        .forEach(model ->
            names.add(model.id().toString(), model.id()).add(shortName(model.id()), model.id()));
    listed = Optional.of(new Listed(now, names));
    return names;
  }

  private static String shortName(ModelId model) {
    return model.name().substring(model.name().lastIndexOf('/') + 1);
  }
}
