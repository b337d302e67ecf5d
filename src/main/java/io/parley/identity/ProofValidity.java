package io.parley.identity;

import io.parley.participant.ParticipantId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Whether callers are still who they proved to be: for what goes on after the request that began
/// it, such as a WebSocket or a stream. A key may be revoked or expire in between, and so may a
/// guest's token.
///
/// Asking costs a look-up in memory. Whoever watches is told within a second after this node knows;
/// see [Revocations]. Safe for use by many threads.
public final class ProofValidity {
  private final Predicate<Caller.Proof.Key> keys;
  private final Predicate<Guest> guests;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  /// A guest's token.
  record Guest(ParticipantId id, Caller.Proof.Guest proof) {}

  /// @param keys whether a key is good
  /// @param guests whether a guest's token is good
  ProofValidity(Predicate<Caller.Proof.Key> keys, Predicate<Guest> guests) {
    this.keys = keys;
    this.guests = guests;
  }

  /// Whether the caller's proof would still be accepted.
  public boolean holds(Caller caller) {
    return switch (caller.proof()) {
      case Caller.Proof.Key key -> keys.test(key);
      case Caller.Proof.Guest guest -> guests.test(new Guest(caller.id(), guest));
    };
  }

  /// Tells once when the caller's proof is no longer accepted, also if that is so already.
  ///
  /// @param lost must not block
  public Watch watch(Caller caller, Runnable lost) {
    Watch watch = new Watch(caller, lost);
    watches.add(watch);
    watch.check();
    return watch;
  }

  /// Looks at everybody who is watched.
  void check() {
    watches.forEach(Watch::check);
  }

  int watched() {
    return watches.size();
  }

  /// One caller who is watched until it is closed.
  public final class Watch implements AutoCloseable {
    private final Caller caller;
    private final Runnable lost;

    private Watch(Caller caller, Runnable lost) {
      this.caller = caller;
      this.lost = lost;
    }

    private void check() {
      if (!holds(caller) && watches.remove(this)) {
        lost.run();
      }
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
