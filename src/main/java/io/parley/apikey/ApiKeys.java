package io.parley.apikey;

import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The keys of programs: made, listed and revoked by the operator, recognised by every node.
///
/// Each node keeps them all in memory and reads them again once a second: a revoked key is refused
/// on every node within two seconds. While PostgreSQL is unavailable, what is known stands.
@ApplicationScoped
public class ApiKeys {
  private static final Logger LOG = System.getLogger(ApiKeys.class.getName());

  @Inject ApiKeyStore store;
  @Inject Clock clock;
  @Inject ApiKeyCache cache;
  @Inject Event<ApiKeyRevoked> revoked;

  private final SecureRandom random = new SecureRandom();

  /// So that a list read before a revocation does not bring the key back after it.
  private final ReentrantLock turn = new ReentrantLock();

  /// A new key with the secret that proves it, which nobody can tell again.
  public record Issued(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "Issued[" + key.id() + "]";
    }
  }

  /// @throws ProblemException `unavailable` if it cannot be kept
  public Issued issue(
      String name, Set<ApiKey.Scope> scopes, List<String> models, Optional<Instant> expiresAt) {
    String secret = ApiKeyCache.secret(random);
    ApiKey key =
        new ApiKey(
            new ParticipantId(Ids.next()),
            name,
            ApiKeyCache.hint(secret),
            scopes,
            models,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            expiresAt.map(end -> end.truncatedTo(ChronoUnit.MICROS)),
            Optional.empty());
    changed(() -> {
      store.add(key, ApiKeyCache.digest(secret));
      return true;
    });
    LOG.log(Level.INFO, () -> "API key " + key.id() + " created");
    return new Issued(key, secret);
  }

  /// Oldest first.
  ///
  /// @throws ProblemException `unavailable` if PostgreSQL is unavailable
  public List<ApiKey> list() {
    return asked(() ->
        store.all().values().stream().sorted(Comparator.comparing(ApiKey::createdAt)).toList());
  }

  /// The key is refused from now on, here at once, and what its holder has open ends. False if
  /// there was none.
  ///
  /// @throws ProblemException `unavailable` if PostgreSQL is unavailable
  public boolean revoke(ParticipantId id) {
    boolean was = changed(() -> store.remove(id));
    if (was) {
      revoked.fire(new ApiKeyRevoked(id));
      LOG.log(Level.INFO, () -> "API key " + id + " revoked");
    }
    return was;
  }

  /// The key that a bearer token is; empty if it is none, or no longer valid.
  public Optional<ApiKey> recognise(String token) {
    return cache.find(token);
  }

  /// False until PostgreSQL has told which keys there are: nobody can be refused for good yet.
  public boolean areKnown() {
    return cache.isKnown();
  }

  /// Whether a token is an API key, by its form; it may still be a forged one.
  public static boolean issues(String token) {
    return token.startsWith(ApiKeyCache.PREFIX);
  }

  /// Whether this key was not revoked and has not expired.
  public boolean holds(ApiKey key) {
    return cache.holds(key);
  }

  /// Reads what other nodes have changed.
  ///
  /// @param note whether to write down which keys were used
  public void refresh(boolean note) {
    turn.lock();
    try {
      cache.replace(store.all());
      Map<ParticipantId, Instant> uses = note ? cache.takeUses() : Map.of();
      if (!uses.isEmpty()) {
        store.used(uses);
      }
    } catch (SQLException e) {
      // Whether PostgreSQL is there is told by the one who watches it.
      LOG.log(Level.DEBUG, "the API keys cannot be read", e);
    } finally {
      turn.unlock();
    }
  }

  private <T> T changed(Asking<T> change) {
    turn.lock();
    try {
      return asked(() -> {
        T answer = change.ask();
        cache.replace(store.all());
        return answer;
      });
    } finally {
      turn.unlock();
    }
  }

  private static <T> T asked(Asking<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "PostgreSQL did not answer about API keys", e);
      throw Problem.UNAVAILABLE.because(
          "The API keys are unavailable, because PostgreSQL is. Try again later.");
    }
  }

  private interface Asking<T> {
    T ask() throws SQLException;
  }
}
