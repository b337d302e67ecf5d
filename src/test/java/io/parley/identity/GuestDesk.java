package io.parley.identity;

import io.parley.http.Origins;
import io.parley.http.Proxies;
import io.parley.limits.RateLimits;
import io.parley.limits.TestLimits;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.testing.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// All that knows guests, put together for tests, with a clock that stands still.
public final class GuestDesk {
  public final VirtualClock clock = new VirtualClock();
  public final Guests guests =
      new Guests(new byte[32], List.of(), new GuestEpochs(), clock, new Random(1), () -> {});
  public final Proxies proxies = new Proxies(List.of());
  public final RateLimits rateLimits = TestLimits.alone(clock);
  public final Identities identities =
      new Identities(
          guests,
          List.of(),
          proxies,
          false,
          new OperatorToken(Optional.empty(), rateLimits, proxies));
  public final Origins origins = new Origins(proxies, List.of());

  /// A new guest who calls from this address, with a token.
  public static Caller caller(String address) {
    return new Caller(
        new Participant(new ParticipantId(Ids.next()), "Ada"),
        new Caller.Proof.Guest(Caller.Carrier.BEARER, 0, Instant.MAX),
        Set.of(Authority.PARTICIPANT),
        address);
  }
}
