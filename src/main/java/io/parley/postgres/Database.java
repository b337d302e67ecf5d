package io.parley.postgres;

import io.parley.node.Parts;
import io.parley.platform.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// PostgreSQL as other packages see it: available, with its schema up to date, or unavailable.
///
/// The server starts without it. A thread of its own brings the schema up to date as soon as it
/// answers ([Schema]) and looks after it from then on, so that nobody else waits for a database
/// that is known to be away.
@Default // for those who ask it; a qualifier takes that away
@Readiness
@ApplicationScoped
public class Database implements HealthCheck {
  private static final Logger LOG = System.getLogger(Database.class.getName());
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /// Migrations of a large archive take longer: then the node serves what it can without it.
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final String MISSING =
      "history, search and new conversations are unavailable; open rooms continue";
  private static final Executor ASKING = Executors.newVirtualThreadPerTaskExecutor();

  @Resource(lookup = "jdbc/parley")
  DataSource dataSource;

  @Inject MetricRegistry metrics;

  /// How long a node that starts waits to know how PostgreSQL is, before it counts as unavailable.
  Duration patience = START_PATIENCE;

  private final long began = System.nanoTime();
  private volatile boolean lookedFor;
  private volatile boolean available;
  private volatile boolean stopped;
  private volatile CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private volatile Thread watch = Thread.ofVirtual().unstarted(() -> {});

  void start(@Observes Startup startup) {
    Parts.show(metrics, "postgresql", this::isAvailable);
    watch = Thread.ofVirtual().name("parley-database").start(this::watch);
  }

  @PreDestroy
  void stop() {
    stopped = true;
    watch.interrupt();
  }

  /// Asks something of PostgreSQL. Who is waiting when it turns out to be away waits no longer: a
  /// database that hangs says nothing, and its driver finds out after half a minute. What was asked
  /// for then may yet be done.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` if it is unavailable
  public <T> T ask(Supplier<T> question) {
    CompletableFuture<Void> gone = goingAway;
    if (!available) {
      throw away();
    }
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, ASKING);
    try {
      var _ = CompletableFuture.anyOf(answer, gone).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away();
    } catch (ExecutionException e) {
      throw failure(e);
    }
    if (!answer.isDone()) {
      throw away();
    }
    return answer.join();
  }

  private static RuntimeException failure(ExecutionException thrown) {
    return switch (thrown.getCause()) {
      case PersistenceException e -> unanswered(e);
      case TransactionalException e -> unanswered(e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(thrown);
    };
  }

  private static RuntimeException unanswered(RuntimeException thrown) {
    LOG.log(Level.WARNING, "PostgreSQL did not answer", thrown);
    return away();
  }

  public boolean isAvailable() {
    return available;
  }

  /// Up as soon as it is known how PostgreSQL is, or that this takes long: without it rooms go on,
  /// on every node alike, and a balancer that took all of them out for it would make an outage of
  /// everything.
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("postgresql").status(isSettled());
    if (!available) {
      answer.withData("degraded", MISSING);
    }
    return answer.build();
  }

  /// Whether it is known how PostgreSQL is, or was waited for long enough.
  boolean isSettled() {
    return lookedFor || System.nanoTime() - began > patience.toNanos();
  }

  private static RuntimeException away() {
    return Problem.UNAVAILABLE.because("The archive cannot be reached. It is being retried.");
  }

  private void watch() {
    boolean migrated = false;
    try (Pulse pulse = new Pulse(dataSource, ANSWER_WITHIN)) {
      while (!stopped) {
        migrated = migrated || migrate();
        turn(migrated && answers(pulse));
        lookedFor = true;
        Thread.sleep(LOOK_INTERVAL);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the server is stopping", e);
    }
  }

  private void turn(boolean now) {
    if (now != available) {
      if (now) {
        goingAway = new CompletableFuture<>();
      }
      available = now;
      if (!now) {
        goingAway.complete(null);
      }
      LOG.log(
          now ? Level.INFO : Level.WARNING,
          now ? "PostgreSQL is available" : "PostgreSQL is unavailable");
    }
  }

  /// Whatever it is that fails, the watch goes on: nobody else would notice that PostgreSQL is
  /// back.
  boolean migrate() {
    try {
      int _ = Schema.migrate(dataSource);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the schema cannot be brought up to date yet: {0}", e.getMessage());
      LOG.log(Level.DEBUG, "the schema cannot be brought up to date yet", e);
      return false;
    }
  }

  static boolean answers(Pulse pulse) {
    try {
      return pulse.beats();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "PostgreSQL does not answer", e);
      return false;
    }
  }
}
