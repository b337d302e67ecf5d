package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.event.ConversationId;
import io.parley.llm.Parameters;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void whatOneNodeTellsOfAChangeIsWhatTheOthersRead() {
    Conversation full =
        conversation(
            new Parameters(
                Optional.of(0.5),
                Optional.of(0.9),
                Optional.of(256),
                List.of("END", "\n\n"),
                Optional.of(7L)));
    Conversation bare = conversation(Parameters.NONE);

    assertEquals(full, Conversation.read(full.changed()));
    assertEquals(bare, Conversation.read(bare.changed()));
  }

  private static Conversation conversation(Parameters parameters) {
    return new Conversation(
        new ConversationId(Ids.next()),
        Conversation.Kind.PRIVATE,
        Optional.empty(),
        Optional.empty(),
        Optional.of("Soil \uD83D\uDC4B"),
        Optional.of("demo/guide"),
        Optional.of(Conversation.Answers.ALL),
        Optional.of("Be brief."),
        parameters,
        Optional.of(new ParticipantId(Ids.next())),
        Optional.of(new ParticipantId(Ids.next())),
        NOW,
        NOW,
        Optional.of(NOW));
  }
}
