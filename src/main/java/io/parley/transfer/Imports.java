package io.parley.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.event.Origin;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Json;
import io.parley.platform.LimitedInput;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes conversations out of exported ones.
@ApplicationScoped
public class Imports {
  @Inject ConversationCopier copier;
  @Inject CopyConfig config;
  @Inject Clock clock;

  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`, `unavailable`;
  ///   then nothing is imported
  public Conversation read(InputStream body, Participant owner) throws IOException {
    ExportDocument document = parse(body);
    List<ExportedMessage> messages =
        ImportedMessages.admit(document, config.messages(), clock.instant());
    ExportHead head = document.conversation();
    boolean room = head.kind() == Conversation.Kind.ROOM;
    return copier.make(
        owner.id(),
        head,
        head.title().or(() -> head.name().map(name -> "#" + name)),
        room ? CopiedEvents.threaded(head.id(), messages) : messages,
        new Strangers(owner)::of,
        _ -> Origin.file());
  }

  ForeignFile file(InputStream body) {
    return new ForeignFile(
        new LimitedInput(
            body,
            config.importBytes(),
            () -> {
              throw tooLarge();
            }),
        config.importBytes(),
        config.messages());
  }

  /// The bytes that an import of this announced length is to be given. A zip says nothing about
  /// what it holds.
  ///
  /// @param announced negative where nothing is
  /// @throws io.parley.platform.ProblemException `too_large`
  long size(long announced, ForeignFile file) throws IOException {
    if (announced > config.importBytes()) {
      throw tooLarge();
    }
    return announced < 0 || file.isZip() ? config.importBytes() : announced;
  }

  private ProblemException tooLarge() {
    return Problem.TOO_LARGE.because(
        "An import has at most %,d bytes.".formatted(config.importBytes()));
  }

  private static ExportDocument parse(InputStream body) {
    try {
      ExportDocument document = Json.STRICT.forType(ExportDocument.class).readValue(body);
      if (document == null) {
        throw Problem.INVALID_REQUEST.because("The body must be a JSON object.");
      }
      return document;
    } catch (JsonProcessingException e) {
      // the mapper of problems finds the sentence in it
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw Problem.INVALID_REQUEST.because("The body is not valid JSON.");
    }
  }

  /// The authors of a document, under ids of their own: a file proves nobody's identity but that of
  /// whoever brings it.
  private static final class Strangers {
    private final Map<String, ParticipantId> ids = new HashMap<>();

    private Strangers(Participant owner) {
      ids.put(owner.id().toString(), owner.id());
    }

    private Participant of(Message.Author author) {
      return new Participant(
          ids.computeIfAbsent(author.id(), _ -> new ParticipantId(Ids.next())), author.name());
    }
  }
}
