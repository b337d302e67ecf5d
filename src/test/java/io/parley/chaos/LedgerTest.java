package io.parley.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A ledger finds what is wrong, and nothing in what is right.
class LedgerTest {
  private final Ledger ledger = new Ledger();

  @BeforeEach
  void come() {
    ledger.welcomed(json("{'recovered':false,'messages':[],'replies':[],'position':'e:10'}"));
    message("a", 11);
    started("r", 1, 12);
    delta("r", 1, 1, "one ");
    assertEquals(List.of(), ledger.breaches());
  }

  @Test
  void whatComesInOrderIsRight() {
    delta("r", 1, 2, "two");
    finished("r", 1, "one two", 13);
    assertEquals(List.of(), ledger.breaches());
    assertEquals(List.of("message a", "started r 1", "finished r"), ledger.order());
    assertEquals(Set.of(), ledger.unended());
    assertEquals(Optional.of("e:13"), ledger.position());
  }

  @Test
  void whatComesTwiceIsFound() {
    message("a", 11);
    message("a", 13);
    assertEquals(List.of(Ledger.Kind.TWICE, Ledger.Kind.TWICE, Ledger.Kind.TWICE), kinds());
  }

  @Test
  void whatComesTooLateIsFound() {
    message("c", 14);
    message("b", 13);
    assertEquals(List.of(Ledger.Kind.OUT_OF_ORDER), kinds());
  }

  @Test
  void aGapInAReplyIsFound() {
    delta("r", 1, 3, "three");
    assertEquals(List.of(Ledger.Kind.TEXT), kinds());
  }

  @Test
  void anEndThatIsNotWhatWasShownIsFound() {
    finished("r", 1, "other words", 13);
    assertEquals(List.of(Ledger.Kind.TEXT), kinds());
  }

  @Test
  void textThatIsTakenBackIsFound() {
    ledger.live(
        json("{'replies':[{'reply_id':'r','attempt':1,'seq':1,'text':'on'}],'position':'e:12'}"));
    assertEquals(List.of(Ledger.Kind.TEXT), kinds());
  }

  @Test
  void anotherAttemptRestartsItsText() {
    started("r", 2, 13);
    delta("r", 2, 1, "uno");
    finished("r", 2, "uno", 14);
    assertEquals(List.of(), ledger.breaches());
  }

  @Test
  void whoComesBackGoesOnInTheMiddleOfAReply() {
    ledger.welcomed(
        json(
            "{'recovered':true,'events':[{'type':'message','message':{'id':'b'},'position':'e:13'}],"
                + "'replies':[{'reply_id':'r','attempt':1,'seq':3,'text':'one two three '}],"
                + "'position':'e:13'}"));
    delta("r", 1, 4, "four");
    finished("r", 1, "one two three four", 14);
    assertEquals(List.of(), ledger.breaches());
    assertEquals(Set.of("a", "b"), ledger.messages());
  }

  @Test
  void aReplyThatEndedInBetweenMayBeContinued() {
    ledger.welcomed(
        json(
            "{'recovered':true,'events':[{'type':'reply.finished','reply_id':'r','attempt':1,"
                + "'status':'finished','text':'one two','position':'e:13'}],"
                + "'replies':[],'position':'e:13'}"));
    assertEquals(List.of(), ledger.breaches());
    finished("r", 1, "one two", 14);
    assertEquals(List.of(Ledger.Kind.TWICE), kinds().subList(0, 1));
  }

  @Test
  void historyInPlaceOfEventsIsReadAsFarAsWhatWasShown() {
    message("b", 13);
    reload("{'id':'e','role':'user'},{'id':'f','role':'user'}", "page2", 19);
    message("g", 20);
    assertEquals("page2", ledger.gap().orElseThrow().before());
    readBack("{'id':'d','role':'user'}", "page3");
    readBack("{'id':'b','role':'user'},{'id':'c','role':'user'}", "page4");
    assertEquals(Optional.empty(), ledger.gap());
    assertEquals(
        List.of("a", "b", "c", "d", "e", "f", "g"),
        ledger.order().stream()
            .filter(it -> it.startsWith("message"))
            .map(it -> it.substring("message ".length()))
            .toList());
    assertEquals(List.of(), ledger.breaches());
  }

  @Test
  void whatWasTooShortAHistoryIsMissing() {
    reload("{'id':'c','role':'user'}", "page2", 14);
    assertFalse(ledger.isWhole(List.of("a", "b", "c")));
  }

  @Test
  void afterAReloadAnotherNodeMayBeFurtherBack() {
    message("b", 14);
    reload("{'id':'a','role':'user'}", "", 12);
    message("b", 14);
    started("r", 1, 15);
    finished("r", 1, "", 16);
    assertEquals(List.of(), ledger.breaches());
    message("b", 17);
    finished("r", 1, "", 18);
    assertEquals(List.of(Ledger.Kind.TWICE, Ledger.Kind.TWICE), kinds());
  }

  @Test
  void whatAReloadHasMayNotComeAgain() {
    reload("{'id':'a','role':'user'},{'id':'b','role':'user'}", "", 13);
    message("b", 14);
    assertEquals(List.of(Ledger.Kind.TWICE), kinds());
  }

  private void reload(String messages, String next, int position) {
    ledger.welcomed(
        json(
            "{'recovered':false,'messages':[%s],'next':'%s','replies':[],'position':'e:%d'}"
                .formatted(messages, next, position)));
  }

  private void readBack(String messages, String next) {
    ledger.readBack(json("[" + messages + "]"), next);
  }

  private List<Ledger.Kind> kinds() {
    return ledger.breaches().stream().map(Ledger.Breach::kind).toList();
  }

  private void message(String id, int offset) {
    ledger.told(
        json("{'type':'message','message':{'id':'%s'},'position':'e:%d'}".formatted(id, offset)));
  }

  private void started(String id, int attempt, int offset) {
    ledger.told(
        json(
            "{'type':'reply.started','reply_id':'%s','attempt':%d,'position':'e:%d'}"
                .formatted(id, attempt, offset)));
  }

  private void delta(String id, int attempt, int seq, String text) {
    ledger.told(
        json(
            "{'type':'reply.delta','reply_id':'%s','attempt':%d,'seq':%d,'text':'%s'}"
                .formatted(id, attempt, seq, text)));
  }

  private void finished(String id, int attempt, String text, int offset) {
    ledger.told(
        json(
            "{'type':'reply.finished','reply_id':'%s','attempt':%d,'status':'finished','text':'%s','position':'e:%d'}"
                .formatted(id, attempt, text, offset)));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
