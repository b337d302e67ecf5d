package io.parley.identity;

import java.util.Optional;

/// A kind of bearer token, beside those of guests.
@FunctionalInterface
public interface BearerTokens {
  /// Who holds this token, with what they may do; empty if it is none of this kind, or not good.
  ///
  /// @param address from which it came
  Optional<Caller> holder(String token, String address);
}
