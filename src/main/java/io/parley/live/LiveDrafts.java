package io.parley.live;

import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.participant.ParticipantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The drafts in a conversation. One that has ended stays so: its last edits may come after the
/// message that took its place. Guarded by its conversation's lock.
final class LiveDrafts {
  private static final int ENDED_KEPT = 512;

  private final Map<Key, LiveDraft> drafts = new LinkedHashMap<>();
  private final LinkedHashSet<Key> ended = new LinkedHashSet<>();

  private record Key(ParticipantId participant, DraftId draft) {}

  boolean isEmpty() {
    return drafts.isEmpty();
  }

  /// @return whether readers are to be told: false for what was seen before, and after the end
  boolean apply(Event.DraftEdited edited, Instant now) {
    Key key = new Key(edited.participantId(), edited.draftId());
    if (ended.contains(key)) {
      return false;
    }
    LiveDraft draft =
        drafts.computeIfAbsent(key, _ -> new LiveDraft(edited.participantId(), edited.draftId()));
    boolean isNew = draft.apply(edited, now);
    if (edited.event() == Event.DraftEvent.CANCEL) {
      end(key);
    }
    return isNew;
  }

  void end(ParticipantId participant, DraftId draft) {
    end(new Key(participant, draft));
  }

  private void end(Key key) {
    drafts.remove(key);
    ended.add(key);
    if (ended.size() > ENDED_KEPT) {
      ended.removeFirst();
    }
  }

  void leave(ParticipantId participant) {
    drafts.keySet().removeIf(key -> key.participant().equals(participant));
  }

  void clear() {
    drafts.clear();
  }

  void expire(Instant untouchedSince) {
    drafts.values().removeIf(draft -> draft.untouchedSince(untouchedSince));
  }

  List<LiveSnapshot.Draft> snapshot() {
    return drafts.values().stream().flatMap(draft -> draft.snapshot().stream()).toList();
  }
}
