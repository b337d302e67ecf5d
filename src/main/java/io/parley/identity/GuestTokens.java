package io.parley.identity;

import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;

/// Revokes the tokens of guests. The server keeps no list of guests, only of those whose tokens
/// were revoked within the last year: older tokens have expired.
@ApplicationScoped
public class GuestTokens {
  private static final Logger LOG = System.getLogger(GuestTokens.class.getName());

  /// Guests who are remembered, some 10 MB; only the operator can revoke the tokens of more.
  private static final int MOST_GUESTS = 100_000;

  @Inject GuestEpochStore store;
  @Inject GuestEpochs epochs;
  @Inject ProofValidity validity;

  /// All tokens of this guest are refused from now on: on this node at once, on the others within
  /// two seconds.
  ///
  /// @return the epoch of tokens that are good
  /// @throws ProblemException `unavailable` if PostgreSQL is
  public long revoke(ParticipantId guest) {
    long epoch;
    try {
      epoch = store.raise(guest);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "PostgreSQL did not answer about guests", e);
      throw Problem.UNAVAILABLE.because(
          "The tokens could not be revoked: the database is unavailable. Try again later.");
    }
    epochs.raise(Map.of(guest, epoch));
    validity.check();
    LOG.log(Level.INFO, () -> "The tokens of guest " + guest + " were revoked");
    return epoch;
  }

  /// As [#revoke], for guests themselves, of whom there are many.
  ///
  /// @throws ProblemException `unavailable` also if this server remembers as many guests as it can
  public long revokeOwn(ParticipantId guest) {
    if (epochs.size() >= MOST_GUESTS && epochs.of(guest) == 0) {
      throw Problem.UNAVAILABLE.because(
          "The tokens could not be revoked: this server remembers at most %,d guests. Ask its operator."
              .formatted(MOST_GUESTS));
    }
    return revoke(guest);
  }

  /// Reads what was revoked on other nodes.
  void refresh() {
    try {
      epochs.raise(store.changed());
    } catch (SQLException e) {
      // Whether PostgreSQL is there is told by the one who watches it.
      LOG.log(Level.DEBUG, "the guests' epochs cannot be read", e);
    }
  }
}
