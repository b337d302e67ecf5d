package io.parley.identity;

import io.parley.http.Proxies;
import io.parley.participant.Participant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Hands out guests' tokens: to a program in the body, to a browser in its cookie alone, which no
/// script can read.
@ApplicationScoped
public class Passes {
  @Inject Guests guests;
  @Inject Proxies proxies;

  /// A guest, and the token that proves it: absent where it went into the cookie.
  public record Pass(
      Participant guest,
      @Schema(
              description = "Goes into `Authorization: Bearer`; absent where a cookie holds it",
              implementation = String.class)
          Optional<String> token) {}

  /// @param epoch of the token that this one takes the place of
  Pass issue(
      Participant guest,
      Caller.Carrier carrier,
      long epoch,
      HttpServletRequest request,
      HttpServletResponse response) {
    String token = guests.token(guest, epoch);
    return switch (carrier) {
      case BEARER -> new Pass(guest, Optional.of(token));
      case COOKIE -> {
        response.addCookie(GuestCookie.of(token, proxies.isSecure(request)));
        yield new Pass(guest, Optional.empty());
      }
    };
  }

  /// Makes a browser forget who it was; the next page makes it a new guest.
  public void forget(
      Caller.Proof.Guest proof, HttpServletRequest request, HttpServletResponse response) {
    if (proof.carrier() == Caller.Carrier.COOKIE) {
      response.addCookie(GuestCookie.none(proxies.isSecure(request)));
    }
  }
}
