package io.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.archive.ArchiveDatabase;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.identity.Caller;
import io.parley.identity.GuestDesk;
import io.parley.live.KnownIds;
import io.parley.live.LiveConversations;
import io.parley.live.LogOf;
import io.parley.live.RecentIds;
import io.parley.log.EventLog;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a post asks for, and what it gets when others post under its id.
class PostingTest {
  private final Conversation room = ArchiveDatabase.room("posting");
  private final Caller ada = GuestDesk.caller("192.0.2.1");
  private final Caller bob = GuestDesk.caller("192.0.2.2");
  private final GuestDesk desk = new GuestDesk();
  private final RecentIds recent = new RecentIds(1_000);
  private final List<Event.Durable> appended = new ArrayList<>();
  private final Posting posting = new Posting();
  private final List<IdUse> archived = new ArrayList<>();
  private int archiveAsked;
  private Runnable betweenTheLooks = () -> {};

  @BeforeEach
  @SuppressWarnings("UnnecessaryAssignment") // there is no container here
  void build() {
    posting.rateLimits = desk.rateLimits;
    posting.clock = desk.clock;
    posting.conversations = new Conversations();
    posting.live = new Remembered();
    posting.log = new Appended();
    posting.ids =
        new KnownIds() {
          @Override
          public List<IdUse> usesBefore(UUID id) {
            archiveAsked++;
            List<IdUse> uses =
                Stream.concat(archived.stream(), recent.usesOf(id).stream()).toList();
            betweenTheLooks.run();
            return uses;
          }
        };
  }

  @Test
  void aPostAsksTheArchiveOnce() {
    MessageId id = new MessageId(Ids.next());
    assertEquals(id, post(ada, id).messageId());
    assertEquals(1, archiveAsked);
    assertEquals(post(ada, id), post(ada, id));
    assertEquals(3, archiveAsked);
    assertEquals(1, appended.size());
  }

  @Test
  void aPostThatIsDoneBetweenTheLooksGetsTheSameAnswer() {
    MessageId id = new MessageId(Ids.next());
    List<Posting.Posted> first = new ArrayList<>();
    betweenTheLooks =
        () -> {
          betweenTheLooks = () -> {};
          first.add(post(ada, id));
        };
    assertEquals(post(ada, id), first.getFirst());
    assertEquals(1, appended.size());
  }

  @Test
  void somebodyElsesPostThatIsDoneBetweenTheLooksHasTheId() {
    MessageId id = new MessageId(Ids.next());
    betweenTheLooks =
        () -> {
          betweenTheLooks = () -> {};
          assertEquals(id, post(bob, id).messageId());
        };
    var refused = assertThrows(Exception.class, () -> post(ada, id));
    assertTrue(
        refused.getCause() instanceof ProblemException problem
            && problem.problem() == Problem.CONFLICT,
        refused.toString());
    assertEquals(1, appended.size());
  }

  @Test
  void aMessageThatOnlyTheArchiveRemembersIsAnsweredWhateverItsIdIsElsewhere() {
    MessageId id = new MessageId(Ids.next());
    Position position = new Position("e", 1);
    ParticipantId author = ada.participant().id();
    archived.add(new IdUse.OfMessage(room.id(), id, author, position, Optional.empty()));
    Event.MessagePosted elsewhere =
        new Event.MessagePosted(
            id,
            bob.participant(),
            "Hello",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            desk.clock.instant());
    recent.add(new ConversationId(Ids.next()), elsewhere, new Position("e", 2), LogOf.START);
    assertEquals(new Posting.Posted(id, position, Optional.empty()), post(ada, id));
    assertTrue(appended.isEmpty());
  }

  private Posting.Posted post(Caller author, MessageId id) {
    return posting
        .post(
            room,
            new Posting.Post(
                id, author, "Hello", Optional.empty(), Optional.empty(), Optional.empty(), false))
        .toCompletableFuture()
        .join();
  }

  private final class Appended extends EventLog {
    @Override
    public CompletionStage<Position> append(ConversationId conversation, Event.Durable event) {
      appended.add(event);
      return CompletableFuture.completedStage(new Position("e", appended.size()));
    }
  }

  private final class Remembered extends LiveConversations {
    @Override
    public void appended(ConversationId id, Event.Durable event, Position position) {
      recent.add(id, event, position, LogOf.START);
    }

    @Override
    public CompletionStage<Void> reached(ConversationId id, Position position) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public List<IdUse> usesOf(UUID id) {
      return recent.usesOf(id);
    }

    @Override
    public Optional<IdUse> useIn(ConversationId conversation, UUID id) {
      return recent.useIn(conversation, id);
    }
  }
}
