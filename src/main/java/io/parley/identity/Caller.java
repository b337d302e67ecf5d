package io.parley.identity;

import io.parley.apikey.ApiKey;
import io.parley.event.AllowedModels;
import io.parley.limits.Spender;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Who sent a request, how they proved it, what they may do, and from which address it came.
///
/// An API key takes part in conversations like a guest, but it is none: it has no guest token, it
/// cannot change its name, and it may be restricted to some models.
///
/// @param address one of [io.parley.http.Proxies#client]
public record Caller(
    Participant participant, Proof proof, Set<Authority> authorities, String address)
    implements Spender {
  public Caller {
    authorities = Set.copyOf(authorities);
  }

  /// How a caller proved who they are.
  public sealed interface Proof {
    /// A guest's token, from a cookie or an `Authorization` header: a cookie comes by itself, also
    /// from another site's page.
    ///
    /// @param epoch see [GuestEpochs]
    record Guest(Carrier carrier, long epoch, Instant expiresAt) implements Proof {}

    /// An API key.
    record Key(ApiKey key) implements Proof {}
  }

  /// How a guest's token came.
  public enum Carrier {
    COOKIE,
    BEARER
  }

  /// The caller as a participant's id.
  @Override
  public ParticipantId id() {
    return participant.id();
  }

  /// A guest who calls.
  static Caller of(Guests.Recognised guest, Carrier carrier, String address) {
    return new Caller(
        guest.participant(), guest.proof(carrier), Set.of(Authority.PARTICIPANT), address);
  }

  /// A program that calls with its key.
  public static Caller of(ApiKey key, String address) {
    Set<Authority> authorities =
        key.has(ApiKey.Scope.API) ? Set.of(Authority.PARTICIPANT) : Set.of();
    return new Caller(key.participant(), new Proof.Key(key), authorities, address);
  }

  /// Whether the caller has this authority.
  public boolean has(Authority authority) {
    return authorities.contains(authority);
  }

  /// The same caller under another name.
  public Caller named(Participant other) {
    if (!other.id().equals(participant.id())) {
      throw new IllegalArgumentException("another participant");
    }
    return new Caller(other, proof, authorities, address);
  }

  /// The models that this caller may use.
  public AllowedModels models() {
    return proof instanceof Proof.Key(ApiKey key) ? key.allowed() : AllowedModels.ALL;
  }

  /// The same, for a request that is handed on: empty without a restriction.
  public Optional<AllowedModels> only() {
    return Optional.of(models()).filter(AllowedModels::isRestricted);
  }

  /// @param model its full name, `provider/model`
  /// @throws io.parley.platform.ProblemException `forbidden` if an API key is restricted to others
  public void requireModel(String model) {
    if (!models().permit(model)) {
      throw Problem.FORBIDDEN.because("This API key may not use the model `" + model + "`.");
    }
  }

  /// The guest's proof.
  ///
  /// @throws io.parley.platform.ProblemException `forbidden` for an API key
  public Proof.Guest requireGuest() {
    return switch (proof) {
      case Proof.Guest guest -> guest;
      case Proof.Key _ ->
          throw Problem.FORBIDDEN.because(
              "An API key is not a guest: it has no guest token and keeps the name that the"
                  + " operator gave it.");
    };
  }
}
