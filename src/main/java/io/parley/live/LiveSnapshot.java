package io.parley.live;

import io.parley.event.DraftId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import java.util.List;
import java.util.Optional;

/// What is live in a conversation at one moment.
///
/// @param position where the events after it begin
public record LiveSnapshot(
    List<Draft> drafts, List<Reply> replies, List<Participant> participants, Position position) {

  /// A reply in progress, with its text so far.
  public record Reply(
      ReplyId replyId,
      MessageId messageId,
      String model,
      int attempt,
      int seq,
      String text,
      Optional<Thinking> thinking) {}

  /// What the model of a reply in progress has thought so far.
  public record Thinking(int seq, String text) {}

  /// Somebody's draft, with its text so far.
  public record Draft(ParticipantId participantId, DraftId draftId, int seq, String text) {}
}
