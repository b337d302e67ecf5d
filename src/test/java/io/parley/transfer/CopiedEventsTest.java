package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.conversation.Message;
import io.parley.conversation.Transcript;
import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.LogEntry;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.feedback.Feedback;
import io.parley.feedback.Rating;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CopiedEventsTest {
  private static final UUID SOURCE = Ids.next();
  private static final UUID TARGET = Ids.next();
  private static final ParticipantId ADA = new ParticipantId(Ids.next());

  /// Export, import and export again make the same document but for its ids.
  @RepeatedTest(50)
  void whatIsCopiedIsTheSameButForItsIds(RepetitionInfo repetition) {
    List<ExportedMessage> said = conversation(new Random(repetition.getCurrentRepetition()));
    List<ExportedMessage> copied = told(said);
    assertEquals(numbered(SOURCE, said), numbered(TARGET, copied));
  }

  @Test
  void aRoomBecomesOneThreadWithEachReplyBehindItsMessage() {
    ExportedMessage one = message("one", Optional.empty());
    ExportedMessage two = message("two", Optional.of(one.id()));
    ExportedMessage first = reply("to one", one.id(), Message.Status.FINISHED);
    ExportedMessage again = reply("to one again", one.id(), Message.Status.STOPPED);
    ExportedMessage three = message("three", Optional.empty());
    ExportedMessage lost = reply("to a removed message", Ids.next(), Message.Status.FINISHED);
    List<ExportedMessage> thread =
        CopiedEvents.threaded(SOURCE, List.of(one, two, first, again, three, lost));
    assertEquals(
        List.of("one", "to one", "to one again", "two", "three", "to a removed message"),
        thread.stream().map(ExportedMessage::content).toList());
    assertEquals(
        List.of(SOURCE, one.id(), one.id(), again.id(), two.id(), three.id()),
        thread.stream().map(message -> message.parentId().orElseThrow()).toList());
  }

  @Test
  void aReplyInProgressIsStoppedInTheCopy() {
    ExportedMessage question = message("Why?", Optional.of(SOURCE));
    List<ExportedMessage> copied =
        told(List.of(question, reply("Beca", question.id(), Message.Status.STREAMING)));
    assertEquals(Message.Status.STOPPED, copied.getLast().status());
    assertEquals("Beca", copied.getLast().content());
  }

  /// What the copy's log tells a reader.
  private static List<ExportedMessage> told(List<ExportedMessage> said) {
    CopiedEvents copy =
        new CopiedEvents(
                SOURCE,
                TARGET,
                author ->
                    new Participant(new ParticipantId(UUID.fromString(author.id())), author.name()),
                _ -> new Origin(false, List.of()))
            .add(said);
    Transcript transcript = new Transcript(List.of());
    long offset = 0;
    for (Event.Durable event : copy.events()) {
      transcript.apply(
          new LogEntry<>(
              new ConversationId(TARGET), event, 0, new Position("e", offset++), Instant.EPOCH));
    }
    return transcript.messages().stream()
        .map(message ->
            ExportedMessage.of(
                message,
                message.parentId().map(id -> id.value()),
                Optional.ofNullable(copy.feedback().get(new ReplyId(message.id().value())))))
        .toList();
  }

  /// With the ids in the order in which they come.
  private static List<ExportedMessage> numbered(UUID root, List<ExportedMessage> messages) {
    Map<UUID, UUID> numbers = new HashMap<>(Map.of(root, new UUID(0, 0)));
    List<ExportedMessage> numbered = new ArrayList<>();
    for (ExportedMessage message : messages) {
      numbers.put(message.id(), new UUID(0, numbers.size()));
      ExportedMessage parented =
          message.under(numbers.getOrDefault(message.parentId().orElseThrow(), new UUID(1, 0)));
      numbered.add(
          new ExportedMessage(
              numbers.getOrDefault(message.id(), new UUID(1, 1)),
              parented.parentId(),
              message.role(),
              message.author(),
              message.model(),
              message.status(),
              message.createdAt(),
              message.finishedAt(),
              message.content(),
              message.thinking(),
              message.finishReason(),
              message.refusal(),
              message.usage(),
              message.citations(),
              message.error(),
              message.details(),
              message.feedback(),
              message.imported()));
    }
    return numbered;
  }

  private static List<ExportedMessage> conversation(Random random) {
    List<ExportedMessage> said = new ArrayList<>();
    said.add(message("the first", Optional.of(SOURCE)));
    for (int i = 0; i < 40; i++) {
      ExportedMessage parent = said.get(random.nextInt(said.size()));
      if (random.nextBoolean()) {
        UUID under = random.nextInt(5) == 0 ? SOURCE : parent.id();
        said.add(message("message " + i + " 👋\n\n```\ncode", Optional.of(under)));
      } else {
        Message.Status status =
            List.of(Message.Status.FINISHED, Message.Status.STOPPED, Message.Status.FAILED)
                .get(random.nextInt(3));
        said.add(reply("reply " + i, parent.id(), status));
      }
    }
    return said;
  }

  private static ExportedMessage message(String text, Optional<UUID> parent) {
    return new ExportedMessage(
        Ids.next(),
        parent,
        Message.Role.USER,
        new Message.Author(ADA.toString(), "ada"),
        Optional.empty(),
        Message.Status.POSTED,
        Instant.parse("2026-11-20T12:00:00.123456Z"),
        Optional.empty(),
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ExportedMessage reply(String text, UUID parent, Message.Status status) {
    return new ExportedMessage(
        Ids.next(),
        Optional.of(parent),
        Message.Role.ASSISTANT,
        new Message.Author("demo/guide", "guide"),
        Optional.of("demo/guide"),
        status,
        Instant.parse("2026-11-20T12:00:01Z"),
        Optional.of(Instant.parse("2026-11-20T12:00:02.5Z")),
        text,
        Optional.of("I think of " + text),
        Optional.of(FinishReason.LENGTH),
        Optional.of("I decline " + text),
        Optional.of(new Event.Usage(3, 4)),
        List.of(),
        status == Message.Status.FAILED
            ? Optional.of(new Event.ReplyError("internal", "It did not work."))
            : Optional.empty(),
        Optional.empty(),
        Optional.of(new Feedback(Rating.UP, Optional.of("good"))),
        Optional.empty());
  }
}
