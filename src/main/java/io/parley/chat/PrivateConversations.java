package io.parley.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationCursor;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.Conversations;
import io.parley.conversation.UsageTotal;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.identity.Caller;
import io.parley.live.LiveConversations;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.log.EventLog;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// Private conversations from their beginning to their end. What is changed here counts on this
/// node when the call returns, and on the others as soon as they have read of it.
@ApplicationScoped
public class PrivateConversations {
  private static final System.Logger LOG = System.getLogger(PrivateConversations.class.getName());

  @Inject Conversations conversations;
  @Inject LiveConversations live;
  @Inject EventLog log;
  @Inject Models models;
  @Inject Clock clock;

  /// @throws ProblemException `unknown_model`, `forbidden` if the owner's API key may not use the
  ///   default model, `unavailable` while PostgreSQL is unavailable
  public Conversation open(Caller owner, ConversationSettings settings) {
    settings
        .defaultModel()
        .map(models::require)
        .map(ModelId::toString)
        .ifPresent(owner::requireModel);
    return open(owner.id(), settings);
  }

  /// As above, for a copy of another conversation. Whether its default model may be used is found
  /// out when it is asked.
  ///
  /// @throws ProblemException `unknown_model`, `unavailable` while PostgreSQL is unavailable
  Conversation open(ParticipantId owner, ConversationSettings settings) {
    return open(owner, settings, now());
  }

  /// As above, for one that began elsewhere.
  ///
  /// @param at when it did: the list of conversations is in the order of their times
  public Conversation open(ParticipantId owner, ConversationSettings settings, Instant at) {
    settings.defaultModel().ifPresent(models::require);
    Conversation opened = Conversation.opened(new ConversationId(Ids.next()), owner, settings, at);
    conversations.add(opened);
    log.publish(opened.id(), opened.changed());
    LOG.log(System.Logger.Level.INFO, "conversation {0} created", opened.id());
    return opened;
  }

  /// @param before another page's `next`
  /// @throws ProblemException `invalid_request` if `before` is not one, `unavailable` while
  ///   PostgreSQL is unavailable
  public ConversationList ownedBy(ParticipantId owner, Optional<String> before, int limit) {
    Optional<ConversationCursor> cursor = before.map(ConversationCursor::read);
    List<Conversation> found = conversations.ownedBy(owner, cursor, limit + 1);
    List<Conversation> page = found.subList(0, Math.min(limit, found.size()));
    Optional<String> next =
        found.size() > limit
            ? Optional.of(ConversationCursor.of(page.getLast()).toString())
            : Optional.empty();
    return new ConversationList(
        page.stream().map(one -> ConversationList.Item.of(one, live.isRunning(one.id()))).toList(),
        next);
  }

  /// Changes the title or settings; what is null is taken away, what is not there stays.
  ///
  /// @throws ProblemException `invalid_request`, `too_large`, `unknown_model`, `forbidden` if the
  ///   caller's API key may not use the default model, `not_found` if it is erased in between,
  ///   `unavailable` while PostgreSQL is unavailable
  public Conversation change(ConversationId id, JsonNode changes, Caller caller) {
    return change(
            id,
            before -> {
              ConversationSettings settings = ConversationSettings.of(before).with(changes);
              settings
                  .defaultModel()
                  .filter(model -> !before.defaultModel().equals(Optional.of(model)))
                  .map(models::require)
                  .map(ModelId::toString)
                  .ifPresent(caller::requireModel);
              return before.with(settings, now());
            })
        .orElseThrow(Conversations::unknown);
  }

  /// Gives a conversation a title, unless it has one.
  ///
  /// @throws ProblemException `unavailable` while PostgreSQL is unavailable
  public void entitle(ConversationId id, String title) {
    if (conversations.find(id).filter(found -> found.title().isEmpty()).isEmpty()) {
      return;
    }
    var _ =
        change(id, before -> before.title().isPresent() ? before : before.entitled(title, now()));
  }

  private Optional<Conversation> change(ConversationId id, UnaryOperator<Conversation> change) {
    Optional<Conversation> changed = conversations.change(id, Conversation.Kind.PRIVATE, change);
    changed.ifPresent(conversation -> log.publish(id, conversation.changed()));
    return changed;
  }

  /// Erases a conversation: its messages, what nodes hold of it, and replies in progress. Done when
  /// this node no longer shows anything of it. If PostgreSQL is unavailable, its rows go when it is
  /// back, because the archive reads of it too.
  ///
  /// @return a stage that fails with `unavailable` if the log does not take it
  public CompletionStage<Void> erase(ConversationId id, ParticipantId owner) {
    return log.append(id, new Event.ConversationDeleted(owner, clock.instant()))
        .thenCompose(position -> live.reached(id, position))
        .thenRun(() -> {
          conversations.eraseRows(id, Conversation.Kind.PRIVATE);
          LOG.log(System.Logger.Level.INFO, "conversation {0} erased", id);
        });
  }

  /// What all its replies have taken; empty while PostgreSQL is unavailable.
  public Optional<UsageTotal> usage(ConversationId id) {
    try {
      return Optional.of(conversations.usage(id));
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.DEBUG, "no usage of conversation {0}", id);
      return Optional.empty();
    }
  }

  /// As PostgreSQL keeps it, so that what is remembered equals what is read.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
