package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.Event.DraftEvent;
import io.parley.event.TextOp;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final DraftId DRAFT = new DraftId(Ids.next());
  private static final UUID ORIGIN = Ids.next();

  private final Typing typing = new Typing(new ParticipantId(Ids.next()), ORIGIN);

  @Test
  void updatesInTheirOrderArePassedOn() {
    typing.update(update(1, DraftEvent.NEW, new TextOp.Insert(0, "he")));
    Event.DraftEdited edited = typing.update(update(2, DraftEvent.EDIT, new TextOp.Insert(2, "y")));
    assertEquals(2, edited.seq());
    assertEquals(List.of(new TextOp.Insert(2, "y")), edited.ops());
    assertEquals(ORIGIN, edited.origin());
  }

  @Test
  void aPositionPastTheEndIsClippedBeforeAnybodySeesIt() {
    typing.update(update(1, DraftEvent.NEW, new TextOp.Insert(0, "ab")));
    Event.DraftEdited edited =
        typing.update(update(2, DraftEvent.EDIT, new TextOp.Insert(999, "c")));
    assertEquals(List.of(new TextOp.Insert(2, "c")), edited.ops());
  }

  @Test
  void afterAGapOnlyAResetGoesOn() {
    typing.update(update(1, DraftEvent.NEW, new TextOp.Insert(0, "ab")));
    refused(update(3, DraftEvent.EDIT, new TextOp.Insert(2, "c")));
    refused(update(2, DraftEvent.EDIT, new TextOp.Insert(2, "c")));
    Event.DraftEdited reset =
        typing.update(update(4, DraftEvent.RESET, new TextOp.Insert(0, "abc")));
    assertEquals(List.of(new TextOp.Insert(0, "abc")), reset.ops());
    typing.update(update(5, DraftEvent.EDIT, new TextOp.Erase(3, 1)));
  }

  @Test
  void aDraftBeginsWithSeqOne() {
    refused(update(2, DraftEvent.NEW, new TextOp.Insert(0, "a")));
  }

  @Test
  void aPostedDraftTakesNoMoreEdits() {
    typing.update(update(1, DraftEvent.NEW, new TextOp.Insert(0, "a")));
    typing.end(DRAFT);
    refused(update(2, DraftEvent.EDIT, new TextOp.Insert(0, "b")));
  }

  @Test
  void aLostConnectionTakesItsDraftsBack() {
    typing.update(update(1, DraftEvent.NEW, new TextOp.Insert(0, "a")));
    typing.update(update(2, DraftEvent.EDIT, new TextOp.Insert(1, "b")));
    List<Event.DraftEdited> given = typing.giveUp();
    assertEquals(1, given.size());
    assertEquals(DraftEvent.CANCEL, given.getFirst().event());
    assertEquals(3, given.getFirst().seq());
    assertEquals(List.of(), typing.giveUp());
  }

  @Test
  void oneConnectionCannotFillTheServerWithDrafts() {
    for (int i = 0; i < Typing.MAX_DRAFTS; i++) {
      typing.update(new ClientFrame.Draft(new DraftId(Ids.next()), 1, DraftEvent.NEW, List.of()));
    }
    refused(update(1, DraftEvent.NEW));
  }

  private void refused(ClientFrame.Draft update) {
    ProblemException problem = assertThrows(ProblemException.class, () -> typing.update(update));
    assertEquals(Problem.CONFLICT, problem.problem());
  }

  private static ClientFrame.Draft update(int seq, DraftEvent event, TextOp... ops) {
    return new ClientFrame.Draft(DRAFT, seq, event, List.of(ops));
  }
}
