package io.parley.transfer;

import io.parley.conversation.Conversation;
import io.parley.conversation.TextLimit;
import io.parley.event.Origin;
import io.parley.llm.Models;
import io.parley.participant.Participant;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Makes conversations out of the exports of other products, one after the other. One that cannot
/// be imported harms no other.
@ApplicationScoped
public class ForeignImports {
  private static final int FAILED_SHOWN = 20;

  @Inject ConversationCopier copier;
  @Inject CopyConfig config;
  @Inject Models models;
  @Inject Clock clock;

  /// What an import has made.
  ///
  /// @param first the conversation that stands first in the file
  record Result(Conversation first, ImportReport report) {}

  /// @throws ProblemException `invalid_request`, `too_large`, `unavailable`; then nothing is
  ///   imported
  Result read(ForeignFile file, Participant owner) throws IOException {
    Run run = new Run(owner);
    try {
      file.read(run::take);
    } catch (ProblemException problem) {
      run.breakOff(problem);
    }
    return run.result();
  }

  private final class Run {
    private final Participant owner;
    private final LeftOut leftOut = new LeftOut();
    private final List<Conversation> made = new ArrayList<>();
    private final List<ImportReport.Made> conversations = new ArrayList<>();
    private final List<ImportReport.Failed> failed = new ArrayList<>();
    private Optional<ForeignConversation.Source> source = Optional.empty();
    private Optional<ProblemException> problem = Optional.empty();
    private int failedCount;
    private int messages;

    private Run(Participant owner) {
      this.owner = owner;
    }

    private void take(ForeignConversation found) {
      source = source.or(() -> Optional.ofNullable(found.source));
      try {
        make(found);
      } catch (ProblemException refusal) {
        if (refusal.problem() == Problem.UNAVAILABLE) {
          throw refusal;
        }
        fail(title(found), refusal);
      }
    }

    private void make(ForeignConversation found) {
      if (found.source == null) {
        throw Problem.INVALID_REQUEST.because(
            "It is not an exported conversation of Parley, ChatGPT, Open WebUI or LibreChat.");
      }
      if (found.problem != null) {
        throw Problem.TOO_LARGE.because(found.problem);
      }
      UUID root = Ids.next();
      Instant now = clock.instant();
      ForeignThread thread = new ForeignThread(found, owner, root, now, config.importBytes());
      List<ExportedMessage> said = thread.messages();
      if (said.isEmpty()) {
        throw Problem.INVALID_REQUEST.because("It contains no messages.");
      }
      if (messages + said.size() > config.messages()) {
        throw Problem.TOO_LARGE.because(
            "An import has at most %,d messages.".formatted(config.messages()));
      }
      ExportHead head = head(found, root, thread.leftOut(), now);
      Conversation copy =
          copier.make(
              owner.id(),
              head,
              head.title(),
              ImportedMessages.admit(
                  new ExportDocument(
                      ExportDocument.FORMAT, ExportDocument.VERSION, Optional.empty(), head, said),
                  config.messages(),
                  now),
              _ -> owner,
              _ -> Origin.file(),
              said.getFirst().createdAt());
      messages += said.size();
      if (made.isEmpty()) {
        made.add(copy);
      }
      leftOut.addAll(thread.leftOut());
      conversations.add(new ImportReport.Made(copy.id(), copy.title(), said.size()));
    }

    private void fail(Optional<String> title, ProblemException refusal) {
      failedCount++;
      problem = problem.or(() -> Optional.of(refusal));
      if (failed.size() < FAILED_SHOWN) {
        failed.add(new ImportReport.Failed(title, refusal.detail()));
      }
    }

    /// What was made before stays, and the answer says what is missing.
    private void breakOff(ProblemException refusal) {
      if (made.isEmpty()) {
        throw refusal;
      }
      fail(Optional.empty(), refusal);
    }

    private Result result() {
      if (made.isEmpty()) {
        throw problem.orElseGet(
            () -> Problem.INVALID_REQUEST.because("The file contains no conversations."));
      }
      Map<String, Integer> counts =
          leftOut.counts().entrySet().stream()
              .collect(Collectors.toMap(entry -> entry.getKey().wire(), Map.Entry::getValue));
      return new Result(
          made.getFirst(),
          new ImportReport(
              source.orElseThrow().wire(), conversations, counts, failed, failedCount));
    }
  }

  private ExportHead head(ForeignConversation found, UUID root, LeftOut leftOut, Instant now) {
    Optional<String> instructions =
        Optional.ofNullable(found.instructions)
            .map(text -> ForeignText.of(text, leftOut).said())
            .filter(text -> !text.isBlank());
    Optional<String> admitted = instructions.filter(TextLimit.SYSTEM_PROMPT::holds);
    if (admitted.isEmpty() && instructions.isPresent()) {
      leftOut.add(LeftOut.Kind.INSTRUCTIONS);
    }
    return new ExportHead(
        root,
        Conversation.Kind.PRIVATE,
        Optional.empty(),
        Optional.empty(),
        title(found),
        Optional.ofNullable(found.model).map(name -> ForeignThread.modelId(found, name)),
        admitted,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        now);
  }

  private static Optional<String> title(ForeignConversation found) {
    return Optional.ofNullable(found.title)
        .map(TextLimit.TITLE::cut)
        .filter(title -> !title.isEmpty());
  }
}
