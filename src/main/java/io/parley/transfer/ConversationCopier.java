package io.parley.transfer;

import io.parley.chat.PrivateConversations;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.Erasures;
import io.parley.conversation.Message;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.feedback.Ratings;
import io.parley.live.LiveConversations;
import io.parley.llm.Models;
import io.parley.log.EventLog;
import io.parley.log.LogConfig;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Makes private conversations out of messages that were said elsewhere. Everything goes through
/// the log, which is the truth about it as about any other; a copy that does not get there whole is
/// erased.
@ApplicationScoped
public class ConversationCopier {
  private static final System.Logger LOG = System.getLogger(ConversationCopier.class.getName());

  /// On their way to the log at a time.
  private static final int IN_FLIGHT = 500;

  /// Characters of text on their way at a time.
  private static final int TEXT_IN_FLIGHT = 1_000_000;

  /// By which an event may be larger than the message it is made of.
  private static final int ENVELOPE_BYTES = 1_024;

  /// Of a character of text, written as an escape.
  private static final long MOST_BYTES_OF_A_CHARACTER = 6;

  /// The ids and names of an event, none of which has more than 300 characters.
  private static final int NAMES_BYTES = 8 * 1_024;

  @Inject PrivateConversations owned;
  @Inject Erasures erasures;
  @Inject Ratings ratings;
  @Inject LiveConversations live;
  @Inject Database database;
  @Inject EventLog log;
  @Inject LogConfig logConfig;
  @Inject Models models;
  @Inject Clock clock;

  /// Opens a conversation of the owner's in which these messages have been said. Returns when this
  /// node's history shows all of them.
  ///
  /// @param head the settings; a model that this server does not have is left out
  /// @param messages each after its parent
  /// @throws ProblemException `invalid_request`, `too_large`, `unavailable`; then there is no copy
  Conversation make(
      ParticipantId owner,
      ExportHead head,
      Optional<String> title,
      List<ExportedMessage> messages,
      Function<Message.Author, Participant> authors,
      Function<ExportedMessage, Origin> origins) {
    return make(owner, head, title, messages, authors, origins, clock.instant());
  }

  /// @param begun when the conversation did
  Conversation make(
      ParticipantId owner,
      ExportHead head,
      Optional<String> title,
      List<ExportedMessage> messages,
      Function<Message.Author, Participant> authors,
      Function<ExportedMessage, Origin> origins,
      Instant begun) {
    ConversationSettings settings =
        head.settings(
            title, head.defaultModel().filter(name -> models.findListed(name).isPresent()));
    messages.forEach(this::requireRoom);
    Conversation copy = owned.open(owner, settings, begun);
    CopiedEvents said =
        new CopiedEvents(head.id(), copy.id().value(), authors, origins).add(messages);
    try {
      append(copy.id(), said.events());
      ratings.copied(copy.id(), owner, said.feedback());
    } catch (RuntimeException failure) {
      erase(copy.id(), owner);
      throw failure;
    }
    return copy;
  }

  /// Before anything is on the log.
  private void requireRoom(ExportedMessage message) {
    if (isShort(message)) {
      return;
    }
    int bytes = Json.write(message).getBytes(StandardCharsets.UTF_8).length + ENVELOPE_BYTES;
    if (bytes > logConfig.maxRecordBytes()) {
      throw Problem.TOO_LARGE.because("One of the messages is larger than an event can be.");
    }
  }

  /// Most are, and need not be written out to know.
  private boolean isShort(ExportedMessage message) {
    return message.citations().isEmpty()
        && message.error().isEmpty()
        && message.details().isEmpty()
        && message.refusal().isEmpty()
        && MOST_BYTES_OF_A_CHARACTER
                    * (message.content().length()
                        + message.thinking().map(String::length).orElse(0))
                + NAMES_BYTES
            <= logConfig.maxRecordBytes();
  }

  private void append(ConversationId id, List<Event.Durable> events) {
    Queue<Appended> underWay = new ArrayDeque<>();
    long text = 0;
    Optional<Position> last = Optional.empty();
    for (Event.Durable event : events) {
      Appended appended = new Appended(log.append(id, event), length(event));
      underWay.add(appended);
      text += appended.length();
      while (underWay.size() >= IN_FLIGHT || (text > TEXT_IN_FLIGHT && !underWay.isEmpty())) {
        Appended first = underWay.remove();
        last = Optional.of(await(first.position()));
        text -= first.length();
      }
    }
    while (!underWay.isEmpty()) {
      last = Optional.of(await(underWay.remove().position()));
    }
    last.ifPresent(position -> await(live.reached(id, position)));
  }

  private record Appended(CompletionStage<Position> position, int length) {}

  private static int length(Event.Durable event) {
    return switch (event) {
      case Event.MessagePosted posted -> posted.text().length();
      case Event.ReplyFinished finished -> finished.text().length();
      case Event.Durable _ -> 0;
    };
  }

  /// Without its row nothing of it is archived, whether the log can be written or not.
  private void erase(ConversationId id, ParticipantId owner) {
    try {
      database.ask(() -> {
        erasures.erase(id, Conversation.Kind.PRIVATE);
        return id;
      });
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.WARNING, "The rest of a failed copy cannot be erased: {0}", id);
    }
    var _ =
        log.append(id, new Event.ConversationDeleted(owner, clock.instant()))
            .exceptionally(failure -> {
              LOG.log(
                  System.Logger.Level.WARNING,
                  "The erasure of {0} cannot be written to the log",
                  id);
              return Position.start("");
            });
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw e;
    }
  }
}
