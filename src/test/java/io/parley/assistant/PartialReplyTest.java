package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.Event;
import io.parley.event.Event.ReplyStatus;
import io.parley.llm.FailureCode;
import io.parley.llm.FinishReason;
import io.parley.llm.GenerationEvent;
import io.parley.llm.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartialReplyTest {
  private static final Source TEA =
      new Source("tea", "Tea", URI.create("/tea"), Optional.of("All about tea."));

  private final List<String> shown = new ArrayList<>();
  private final ReplyRun.Shown reader =
      new ReplyRun.Shown() {
        @Override
        public void thinking(String piece) {
          shown.add("(" + piece + ")");
        }

        @Override
        public void text(String piece) {
          shown.add(piece);
        }
      };

  @Test
  void aPieceIsShownOnce() {
    PartialReply reply = reply(Earlier.NOTHING);
    reply.think("hm");
    reply.say("Tea");
    reply.say(" is");
    assertTrue(reply.hasUnsent());
    reply.show(reader);
    assertFalse(reply.hasUnsent());
    reply.say(" hot.");
    reply.show(reader);
    assertEquals(List.of("(hm)", "Tea is", " hot."), shown);
  }

  @Test
  void aReplyThatIsCompleteCitesTheSourcesThatItNames() {
    PartialReply reply = reply(Earlier.NOTHING);
    reply.say("Hot. [[1]](/tea)");
    ReplyOutcome outcome = reply.ended(completed(), List.of(TEA));
    assertEquals(ReplyStatus.FINISHED, outcome.status());
    assertEquals(
        List.of(new Event.Citation("1", "Tea", URI.create("/tea"), Optional.of("All about tea."))),
        outcome.citations());
  }

  @Test
  void aReplyThatIsStoppedKeepsWhatWasSaidAndCitesNothing() {
    PartialReply reply = reply(Earlier.NOTHING);
    reply.say("Hot. [1]");
    ReplyOutcome outcome = reply.ended(new GenerationEvent.Cancelled(), List.of(TEA));
    assertEquals(ReplyStatus.STOPPED, outcome.status());
    assertEquals("Hot. [1]", outcome.text());
    assertEquals(List.of(), outcome.citations());
  }

  @Test
  void aReplyThatCannotBeKeptEndsWithWhatItHadSaidBefore() {
    PartialReply reply =
        reply(new Earlier("Tea", Optional.empty(), Optional.empty(), Optional.empty()));
    reply.say(" is hot.");
    ReplyOutcome outcome = reply.lost("internal", "The reply could not be stored.");
    assertEquals("Tea", outcome.text());
    assertEquals("internal", outcome.error().orElseThrow().code());
  }

  @Test
  void aReplyThatGoesOnIsCompleteIfItsModelSaysNoMore() {
    GenerationEvent.Failed nothing =
        new GenerationEvent.Failed(FailureCode.EMPTY_ANSWER, "No answer.", Optional.empty());
    assertEquals(ReplyStatus.FAILED, reply(Earlier.NOTHING).ended(nothing, List.of()).status());
    ReplyOutcome outcome =
        reply(new Earlier("Tea.", Optional.empty(), Optional.empty(), Optional.empty()))
            .ended(nothing, List.of());
    assertEquals(ReplyStatus.FINISHED, outcome.status());
    assertEquals("Tea.", outcome.text());
  }

  private static PartialReply reply(Earlier earlier) {
    return new PartialReply(new ReplyRun.Limits(100, 20), earlier);
  }

  private static GenerationEvent.Completed completed() {
    return new GenerationEvent.Completed(Optional.empty(), FinishReason.STOP, List.of());
  }
}
