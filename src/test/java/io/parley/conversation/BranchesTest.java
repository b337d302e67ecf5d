package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.platform.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The same cases as in `branches.test.js`. A message is written as a word, a reply in capitals.
class BranchesTest {
  private final ConversationId conversation = new ConversationId(Ids.next());
  private final List<Message> log = new ArrayList<>();
  private final Map<String, MessageId> ids = new HashMap<>();

  @Test
  void withoutBranchesThePathIsTheLog() {
    said("a").answered("A", "a").said("b").answered("B", "b").said("c");
    assertEquals(List.of("a", "A", "b", "B", "c"), path("c"));
    assertEquals(List.of("a", "A"), path("A"));
  }

  @Test
  void repliesToTheSameMessageAreSiblings() {
    said("a").answered("A1", "a").answered("A2", "a").said("b");
    assertEquals(List.of("A1", "A2"), siblings("A2"));
    assertEquals(List.of("a", "A2", "b"), path("b"));
  }

  @Test
  void aMessageFollowsTheReplyItNames() {
    said("a").answered("A1", "a").answered("A2", "a").said("b", "A1").answered("B", "b").said("c");
    assertEquals(List.of("a", "A1", "b", "B", "c"), path("c"));
    assertEquals(List.of("b"), siblings("b"));
  }

  @Test
  void anEditHasTheParentOfWhatIsEdited() {
    said("a").answered("A", "a").said("b").answered("B", "b").said("b2", "A").answered("B2", "b2");
    assertEquals(List.of("b", "b2"), siblings("b"));
    assertEquals(List.of("a", "A", "b2", "B2"), path("B2"));
    assertEquals(List.of("a", "A", "b", "B"), path("B"));
  }

  @Test
  void theConversationItselfIsTheParentOfWhatBeginsIt() {
    said("a").answered("A", "a").saidFirst("a2").answered("A2", "a2").said("b");
    assertEquals(List.of("a", "a2"), siblings("a"));
    assertEquals(List.of("a2", "A2", "b"), path("b"));
    assertEquals(Optional.of(new MessageId(conversation.value())), all().parentOf(id("a")));
  }

  @Test
  void aRegeneratedOldReplyDoesNotMoveWhatCameAfterTheFirst() {
    said("a").answered("A1", "a").said("b").answered("B", "b").answered("A2", "a").said("c", "B");
    assertEquals(List.of("a", "A1", "b", "B", "c"), path("c"));
    assertEquals(List.of("a", "A2"), path("A2"));
  }

  @Test
  void aRemovedParentCountsAsNone() {
    said("a").answered("A", "a").said("b", "gone");
    assertEquals(List.of("a", "A", "b"), path("b"));
  }

  @Test
  void aParentThatComesLaterEndsThePath() {
    said("a", "b").said("b", "a");
    assertEquals(List.of("b", "a"), path("a"));
    assertEquals(List.of("a", "b"), path("b"));
    assertFalse(all().path(id("a")).open());
  }

  @Test
  void aPathThatGoesOnBeforeWhatIsAtHandIsOpen() {
    said("a").answered("A", "a").said("b").answered("B", "b").said("c").saidFirst("d");
    Branches last = new Branches(conversation, log.subList(2, log.size()), false);
    assertTrue(last.path(id("c")).open());
    assertEquals(List.of("b", "B", "c"), words(last.path(id("c")).messages()));
    assertFalse(last.path(id("d")).open());
    assertTrue(new Branches(conversation, log.subList(1, 2), false).path(id("A")).open());
    assertFalse(all().path(id("c")).open());
  }

  @Test
  void whoIsUnknownHasNoParentNoSiblingsAndNoPath() {
    MessageId nobody = new MessageId(Ids.next());
    assertEquals(Optional.empty(), all().parentOf(nobody));
    assertEquals(List.of(), all().siblings(nobody));
    assertEquals(List.of(), new Branches(conversation, log, true).path(nobody).messages());
  }

  private MessageId id(String word) {
    return ids.computeIfAbsent(word, _ -> new MessageId(Ids.next()));
  }

  private Branches all() {
    return new Branches(conversation, log, true);
  }

  private List<String> path(String leaf) {
    return words(all().path(id(leaf)).messages());
  }

  private List<String> siblings(String word) {
    return words(all().siblings(id(word)));
  }

  private static List<String> words(List<Message> messages) {
    return messages.stream().map(Message::content).toList();
  }

  private BranchesTest said(String word) {
    return add(word, Message.Role.USER, Optional.empty());
  }

  private BranchesTest said(String word, String parent) {
    return add(word, Message.Role.USER, Optional.of(id(parent)));
  }

  private BranchesTest saidFirst(String word) {
    return add(word, Message.Role.USER, Optional.of(new MessageId(conversation.value())));
  }

  private BranchesTest answered(String word, String message) {
    return add(word, Message.Role.ASSISTANT, Optional.of(id(message)));
  }

  private BranchesTest add(String word, Message.Role role, Optional<MessageId> parent) {
    log.add(
        Messages.of(
            id(word),
            conversation,
            role,
            new Message.Author("x", "x"),
            word,
            parent,
            new Position("e", log.size())));
    return this;
  }
}
