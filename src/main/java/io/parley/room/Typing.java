package io.parley.room;

import io.parley.event.DraftId;
import io.parley.event.Event;
import io.parley.event.Event.DraftEvent;
import io.parley.event.TextOp;
import io.parley.live.Draft;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The drafts that one connection composes. Their text here is the authoritative one: what a client
/// says it did is clipped, cleaned and capped before anybody else hears of it. Not thread-safe.
final class Typing {
  /// One person writes one thing at a time; a few more are left by fast senders.
  static final int MAX_DRAFTS = 4;

  private final ParticipantId participant;
  private final UUID origin;
  private final LinkedHashMap<DraftId, Composing> drafts = new LinkedHashMap<>();

  private static final class Composing {
    final Draft draft = new Draft();
    int seq;
    boolean frozen;
  }

  Typing(ParticipantId participant, UUID origin) {
    this.participant = participant;
    this.origin = origin;
  }

  /// What the others are told of this update.
  ///
  /// @throws io.parley.platform.ProblemException `conflict` if updates are missing before this one:
  ///   the draft then stands still until a reset
  Event.DraftEdited update(ClientFrame.Draft update) {
    return switch (update.event()) {
      case NEW -> begin(update);
      case EDIT -> edit(update);
      case RESET -> reset(update);
      case CANCEL -> cancel(update);
    };
  }

  /// The draft has become a message.
  void end(DraftId draft) {
    drafts.remove(draft);
  }

  /// The updates were not taken: nothing but a reset can go on from here.
  void freeze(DraftId draft) {
    Composing composing = drafts.get(draft);
    if (composing != null) {
      composing.frozen = true;
    }
  }

  /// The connection is gone, and with it what was composed on it.
  List<Event.DraftEdited> giveUp() {
    List<Event.DraftEdited> cancelled = new ArrayList<>();
    for (Map.Entry<DraftId, Composing> open : drafts.entrySet()) {
      int seq = open.getValue().seq + 1;
      cancelled.add(edited(open.getKey(), seq, DraftEvent.CANCEL, List.of()));
    }
    drafts.clear();
    return cancelled;
  }

  private Event.DraftEdited begin(ClientFrame.Draft update) {
    if (update.seq() != 1 || drafts.containsKey(update.draftId())) {
      throw Problem.CONFLICT.because("A draft begins once, with seq 1.");
    }
    return take(update, open(update.draftId()));
  }

  private Event.DraftEdited edit(ClientFrame.Draft update) {
    Composing composing = drafts.get(update.draftId());
    if (composing == null || composing.frozen || update.seq() != composing.seq + 1) {
      freeze(update.draftId());
      throw Problem.CONFLICT.because("Updates of this draft are missing: send a reset.");
    }
    return take(update, composing);
  }

  private Event.DraftEdited reset(ClientFrame.Draft update) {
    Composing known = drafts.get(update.draftId());
    Composing composing = known == null ? open(update.draftId()) : known;
    if (update.seq() <= composing.seq) {
      throw Problem.CONFLICT.because("A draft's seq rises with every update.");
    }
    composing.draft.clear();
    composing.frozen = false;
    return take(update, composing);
  }

  private Event.DraftEdited cancel(ClientFrame.Draft update) {
    Composing composing = drafts.get(update.draftId());
    if (composing == null || update.seq() <= composing.seq) {
      throw Problem.CONFLICT.because("No draft of this connection has this id and a lower seq.");
    }
    drafts.remove(update.draftId());
    return edited(update.draftId(), update.seq(), DraftEvent.CANCEL, List.of());
  }

  private Event.DraftEdited take(ClientFrame.Draft update, Composing composing) {
    composing.seq = update.seq();
    List<TextOp> admitted = composing.draft.admit(update.ops());
    return edited(update.draftId(), update.seq(), update.event(), admitted);
  }

  private Composing open(DraftId draft) {
    if (drafts.size() == MAX_DRAFTS) {
      throw Problem.CONFLICT.because("Finish or cancel a draft before beginning another.");
    }
    Composing composing = new Composing();
    drafts.put(draft, composing);
    return composing;
  }

  private Event.DraftEdited edited(DraftId draft, int seq, DraftEvent event, List<TextOp> ops) {
    return new Event.DraftEdited(participant, draft, seq, event, ops, origin);
  }
}
