package io.parley.identity;

import io.parley.apikey.ApiKeys;
import io.parley.http.Proxies;
import io.parley.limits.RateLimits;
import io.parley.redis.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class IdentityBeans {
  private static final Logger LOG = System.getLogger(IdentityBeans.class.getName());

  private Optional<byte[]> secret = Optional.empty();

  /// Makes everything now: a setting that is wrong stops the start, not the first visitor.
  void start(@Observes Startup startup, Guests guests, OperatorToken operatorToken) {}

  @Produces
  @Singleton
  Guests guests(IdentityConfig config, GuestEpochs epochs, Clock clock, MetricRegistry metrics) {
    return new Guests(
        secret(config),
        previousSecrets(config),
        epochs,
        clock,
        new SecureRandom(),
        metrics.counter("parley_guests_issued")::inc);
  }

  @Produces
  @Singleton
  Transfers transfers(IdentityConfig config, Redis redis, GuestEpochs epochs, Clock clock) {
    return new Transfers(redis, secret(config), previousSecrets(config), epochs, clock);
  }

  @Produces
  @Singleton
  GuestEpochs guestEpochs() {
    return new GuestEpochs();
  }

  @Produces
  @Singleton
  Identities identities(
      Guests guests,
      ApiKeys keys,
      Proxies proxies,
      IdentityConfig config,
      OperatorToken operatorToken) {
    BearerTokens ofKeys =
        (token, address) -> keys.recognise(token).map(key -> Caller.of(key, address));
    return new Identities(
        guests, List.of(ofKeys), proxies, config.plainCookiesOverTls(), operatorToken);
  }

  @Produces
  @Singleton
  ProofValidity proofValidity(ApiKeys keys, GuestEpochs epochs, Clock clock) {
    return new ProofValidity(
        key -> keys.holds(key.key()),
        guest ->
            guest.proof().epoch() >= epochs.of(guest.id())
                && clock.instant().isBefore(guest.proof().expiresAt()));
  }

  @Produces
  @Singleton
  OperatorToken operatorToken(IdentityConfig config, RateLimits rateLimits, Proxies proxies) {
    return new OperatorToken(config.operatorToken(), rateLimits, proxies);
  }

  /// One for all who sign with it, also if it is made up here.
  private synchronized byte[] secret(IdentityConfig config) {
    byte[] known =
        secret.orElseGet(() ->
            longEnough(
                config.guestSecret().map(IdentityBeans::bytes).orElseGet(this::passingSecret)));
    secret = Optional.of(known);
    return known;
  }

  private static List<byte[]> previousSecrets(IdentityConfig config) {
    return config.previousGuestSecrets().stream()
        .map(IdentityBeans::bytes)
        .map(IdentityBeans::longEnough)
        .toList();
  }

  private static byte[] longEnough(byte[] secret) {
    if (secret.length < SignedToken.MIN_KEY_BYTES) {
      throw new IllegalStateException(
          "parley.guest.secret and parley.guest.previous-secrets need at least %d bytes each"
              .formatted(SignedToken.MIN_KEY_BYTES));
    }
    return secret;
  }

  private byte[] passingSecret() {
    LOG.log(
        Level.WARNING,
        "parley.guest.secret is not set: guests are known to this node only, until it stops");
    byte[] secret = new byte[SignedToken.MIN_KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static byte[] bytes(String secret) {
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
