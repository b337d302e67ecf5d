package io.parley.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.chat.Belongings;
import io.parley.chat.BelongingsStore;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationCursor;
import io.parley.conversation.Conversations;
import io.parley.conversation.MessagePlace;
import io.parley.feedback.Ratings;
import io.parley.history.HistoryReader;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Everything of a participant as one zip, written as it is read: however much it is, a page of
/// messages is held at a time.
@ApplicationScoped
public class PersonalExport {
  private static final Duration SOON = Duration.ofSeconds(30);

  /// After this time an export counts as abandoned by its reader.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int AT_ONCE = 4;
  private static final int PAGE = 100;

  private static final String README =
      """
      Everything that Parley keeps of you.

      me.json                who you are
      conversations/*.json   your private conversations: Parley can import each of them
      conversations/*.md     the same to read: of each conversation the branch that was spoken in last
      messages.json          what you wrote in rooms
      shares.json            links that you shared, without their addresses, which are not stored
      ratings.json           your ratings of replies
      """;

  @Inject Belongings belongings;
  @Inject Conversations conversations;
  @Inject HistoryReader reader;
  @Inject Ratings ratings;
  @Inject Database database;
  @Inject Clock clock;

  private final Map<ParticipantId, Instant> underWay = new HashMap<>();

  /// Who it is about.
  private record Me(
      String format, int version, Instant exportedAt, ParticipantId id, String name) {}

  /// An export that may be written, once.
  public interface Ready {
    void write(OutputStream out) throws IOException;
  }

  /// @throws ProblemException `rate_limited` if one of the participant's runs on this node,
  ///   `unavailable` if many are, or PostgreSQL is unavailable
  public Ready of(Participant participant) {
    begin(participant.id());
    return out -> {
      try {
        write(participant, out);
      } finally {
        end(participant.id());
      }
    };
  }

  private synchronized void begin(ParticipantId id) {
    if (!database.isAvailable()) {
      throw Problem.UNAVAILABLE.because("The archive cannot be reached. It is being retried.");
    }
    Instant now = clock.instant();
    underWay.values().removeIf(begun -> begun.isBefore(now.minus(LONGEST)));
    if (underWay.containsKey(id)) {
      throw Problem.RATE_LIMITED.because(
          "Your data is being exported already. Wait until that download has ended.", SOON);
    }
    if (underWay.size() >= AT_ONCE) {
      throw Problem.UNAVAILABLE.because(
          "This server is busy with %d other exports.".formatted(AT_ONCE), SOON);
    }
    underWay.put(id, now);
  }

  private synchronized void end(ParticipantId id) {
    underWay.remove(id);
  }

  private void write(Participant me, OutputStream out) throws IOException {
    Instant now = clock.instant();
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    entry(zip, "README.txt", body -> body.write(README.getBytes(StandardCharsets.UTF_8)));
    entry(
        zip,
        "me.json",
        body -> Json.MAPPER.writeValue(body, new Me("parley.me", 1, now, me.id(), me.name())));
    writeConversations(me.id(), now, zip);
    entry(zip, "messages.json", body -> writeSaid(me.id(), body));
    List<BelongingsStore.Shared> shared = belongings.shared(me.id());
    entry(zip, "shares.json", body -> Json.MAPPER.writeValue(body, Map.of("items", shared)));
    List<BelongingsStore.Rated> rated = belongings.rated(me.id());
    entry(zip, "ratings.json", body -> Json.MAPPER.writeValue(body, Map.of("items", rated)));
    zip.finish();
    zip.flush();
  }

  private void writeConversations(ParticipantId me, Instant now, ZipOutputStream zip)
      throws IOException {
    Optional<ConversationCursor> after = Optional.empty();
    while (true) {
      Optional<ConversationCursor> before = after;
      List<Conversation> page = conversations.ownedBy(me, before, PAGE);
      for (Conversation conversation : page) {
        write(conversation, me, now, zip);
      }
      if (page.size() < PAGE) {
        return;
      }
      after = Optional.of(ConversationCursor.of(page.getLast()));
    }
  }

  private void write(Conversation conversation, ParticipantId me, Instant now, ZipOutputStream zip)
      throws IOException {
    HistoryReader.Reading reading = reader.of(conversation.id());
    String name = "conversations/" + ExportFile.entryName(conversation);
    JsonExport json = new JsonExport(conversation, ratings.of(conversation.id(), me));
    entry(zip, name + ".json", body -> json.write(reading, now, body));
    MarkdownExport markdown = new MarkdownExport(conversation, Optional.empty());
    entry(zip, name + ".md", body -> markdown.write(reading, now, body));
  }

  private void writeSaid(ParticipantId me, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      Optional<MessagePlace> after = Optional.empty();
      while (true) {
        Optional<MessagePlace> last = after;
        List<BelongingsStore.Said> part = belongings.said(me, last, PAGE);
        for (BelongingsStore.Said said : part) {
          json.writeStartObject();
          json.writeObjectField("id", said.place().id());
          json.writeObjectField("conversation_id", said.place().conversationId());
          if (said.room().isPresent()) {
            json.writeStringField("room", said.room().get());
          }
          json.writeObjectField("created_at", said.createdAt());
          json.writeStringField("content", said.content());
          json.writeEndObject();
        }
        if (part.size() < PAGE) {
          break;
        }
        after = Optional.of(part.getLast().place());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static void entry(ZipOutputStream zip, String name, Body body) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    body.write(new Open(zip));
    zip.closeEntry();
  }

  /// Stays open when its writer closes it: more entries follow.
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
