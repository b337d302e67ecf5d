package io.parley.identity;

import io.parley.participant.ParticipantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The guests whose tokens have been revoked, in memory: recognising a token asks nobody.
///
/// A token holds the epoch of its guest, 0 at first. Revoking the guest's tokens raises the epoch,
/// so that every older token is refused. A token that is issued for an old one, because the guest
/// takes another name, keeps the old one's epoch: a node that has not heard of the revocation yet
/// cannot turn an old token into a good one.
///
/// Safe for use by many threads.
public final class GuestEpochs {
  private final ConcurrentMap<ParticipantId, Long> epochs = new ConcurrentHashMap<>();

  /// The lowest epoch of a token of this guest that is still accepted.
  long of(ParticipantId guest) {
    return epochs.getOrDefault(guest, 0L);
  }

  /// An epoch never goes back.
  void raise(Map<ParticipantId, Long> raised) {
    raised.forEach((guest, epoch) -> epochs.merge(guest, epoch, Math::max));
  }

  int size() {
    return epochs.size();
  }
}
