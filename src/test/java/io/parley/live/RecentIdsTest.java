package io.parley.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.IdUse;
import io.parley.event.ConversationId;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.platform.Ids;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private final ConversationId room = new ConversationId(Ids.next());
  private final LogOf log = new LogOf(room, "e", 100);
  private final MessageId question = new MessageId(Ids.next());
  private final ReplyId reply = new ReplyId(Ids.next());
  private final RecentIds ids = new RecentIds(1_000);

  @Test
  void theFirstUseOfAnIdIsWhatItStandsFor() {
    assertTrue(read(log.posted(question, "Why?", Optional.of(reply))));
    assertFalse(read(log.posted(question, "the same id again")));
    assertFalse(read(log.posted(asMessage(reply), "before the reply has begun")));
    assertTrue(read(log.started(reply, question, 1)));
    assertFalse(read(log.posted(asMessage(reply), "while it runs")));
    assertTrue(read(log.started(reply, question, 2)));
    assertTrue(read(log.finished(reply, question, 2, "Because.")));
    assertFalse(read(log.posted(asMessage(reply), "when it has ended")));
    assertFalse(read(log.requested(new ReplyId(question.value()), question)));
    assertFalse(read(log.posted(new MessageId(room.value()), "as the conversation")));
  }

  @Test
  void aReplyUnderAMessagesIdHasNotHappened() {
    assertTrue(read(log.posted(asMessage(reply), "first")));
    assertTrue(read(log.posted(question, "Why?")));
    assertFalse(read(log.requested(reply, question)));
    assertFalse(read(log.started(reply, question, 1)));
    assertFalse(read(log.finished(reply, question, 1, "Because.")));
  }

  @Test
  void aReplyMayBeAskedForTwiceButNotToTwoMessages() {
    MessageId other = new MessageId(Ids.next());
    assertTrue(read(log.requested(reply, question)));
    assertTrue(read(log.requested(reply, question)));
    assertFalse(read(log.requested(reply, other)));
    assertFalse(read(log.started(reply, other, 1)));
  }

  @Test
  void ofTooManyTheOldestAreForgotten() {
    assertTrue(read(log.posted(question, "first")));
    for (int n = 0; n < 998; n++) {
      assertTrue(read(log.posted(new MessageId(Ids.next()), "more")));
    }
    assertTrue(ids.useIn(room, question.value()).isPresent());
    assertTrue(read(log.posted(new MessageId(Ids.next()), "one too many")));
    assertTrue(read(log.posted(new MessageId(Ids.next()), "another")));
    assertTrue(ids.useIn(room, question.value()).isEmpty());
  }

  @Test
  void aConversationsOwnIdIsUsedFromItsFirstMessageOn() {
    assertTrue(ids.usesOf(room.value()).isEmpty());
    assertTrue(read(log.posted(question, "Why?")));
    assertEquals(List.of(new IdUse.OfConversation(room)), ids.usesOf(room.value()));
    ConversationId elsewhere = new ConversationId(Ids.next());
    MessageId same = new MessageId(room.value());
    assertTrue(read(new LogOf(elsewhere, "e", 1).posted(same, "in a conversation of mine")));
    assertTrue(read(log.requested(reply, question)));
    assertEquals(Optional.of(new IdUse.OfConversation(room)), ids.useIn(room, room.value()));
  }

  @Test
  void inAnotherConversationAnIdStandsForItsOwn() {
    ConversationId elsewhere = new ConversationId(Ids.next());
    assertTrue(read(new LogOf(elsewhere, "e", 1).posted(asMessage(reply), "earlier offset")));
    assertTrue(read(log.posted(question, "Why?", Optional.of(reply))));
    assertTrue(read(log.started(reply, question, 1)));
    assertEquals(2, ids.usesOf(reply.value()).size());
    assertEquals(Optional.of(new IdUse.OfReply(room, question)), ids.useIn(room, reply.value()));
  }

  @Test
  void whatThisNodeHasWrittenItselfIsSecondIfAnotherStandsBeforeIt() {
    LogEntry<?> theirs = log.posted(question, "theirs");
    LogEntry<?> own = log.posted(question, "own");
    ids.add(room, own.event(), own.position(), own.at());
    assertTrue(read(theirs));
    assertFalse(read(own));
    assertEquals(List.of(theirs.position()), positions());
  }

  @Test
  void whatIsOldIsForgotten() {
    LogEntry<?> posted = log.posted(question, "Why?", Optional.of(reply));
    read(posted);
    ids.expire(posted.at());
    assertEquals(1, ids.usesOf(reply.value()).size());
    ids.expire(posted.at().plusSeconds(1));
    assertEquals(List.of(), ids.usesOf(question.value()));
    assertEquals(List.of(), ids.usesOf(reply.value()));
  }

  private List<Position> positions() {
    return ids.usesOf(question.value()).stream()
        .map(use -> ((IdUse.OfMessage) use).position())
        .toList();
  }

  private boolean read(LogEntry<?> entry) {
    ids.add(entry.conversation(), entry.event(), entry.position(), entry.at());
    return ids.stands(entry);
  }

  private static MessageId asMessage(ReplyId reply) {
    return new MessageId(reply.value());
  }
}
