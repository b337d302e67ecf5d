package io.parley.live;

import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.participant.ParticipantId;
import java.time.Instant;
import java.util.Optional;

/// Somebody's draft as every node sees it. On a gap the text is frozen until a reset brings it
/// whole. Guarded by its conversation's lock.
final class LiveDraft {
  private final ParticipantId participantId;
  private final DraftId draftId;
  private final Draft text = new Draft();
  private int seq;
  private boolean frozen = true;
  private Instant touched = Instant.MIN;

  LiveDraft(ParticipantId participantId, DraftId draftId) {
    this.participantId = participantId;
    this.draftId = draftId;
  }

  /// False if this update was seen before.
  boolean apply(Event.DraftEdited edited, Instant now) {
    if (edited.seq() <= seq) {
      return false;
    }
    boolean whole =
        edited.event() == Event.DraftEvent.RESET || edited.event() == Event.DraftEvent.NEW;
    if (whole) {
      text.clear();
    }
    frozen = !whole && (frozen || edited.seq() != seq + 1);
    if (!frozen) {
      text.apply(edited.ops());
    }
    seq = edited.seq();
    touched = now;
    return true;
  }

  boolean untouchedSince(Instant instant) {
    return touched.isBefore(instant);
  }

  /// Nothing while the text is not known.
  Optional<LiveSnapshot.Draft> snapshot() {
    return frozen
        ? Optional.empty()
        : Optional.of(new LiveSnapshot.Draft(participantId, draftId, seq, text.toString()));
  }
}
