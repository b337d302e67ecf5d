package io.parley.archive;

import io.parley.conversation.Erasures;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Origin;
import io.parley.event.Position;
import io.parley.log.EventLog;
import io.parley.log.RecordFlows;
import io.parley.log.RetryLater;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Copies what is on the log into PostgreSQL, in batches, in order.
///
/// While PostgreSQL is unavailable the same batch is tried again until it is back; the log keeps
/// what comes in the meantime. Only an event that PostgreSQL refuses for what is in it becomes a
/// dead letter.
@ApplicationScoped
public class Archive {
  private static final int BATCH_SIZE = 500;

  /// How long a history may have to wait for a message, at most, when there is little to archive.
  private static final Duration BATCH_WAIT = Duration.ofMillis(20);

  /// Classes of SQLSTATE (PostgreSQL, appendix A): "data exception", "integrity constraint
  /// violation". All others are about the database, not about the event.
  private static final List<String> REFUSALS = List.of("22", "23");

  @Inject RecordFlows flows;
  @Inject ArchiveStore store;
  @Inject Erasures erasures;
  @Inject Database database;
  @Inject EventLog log;
  @Inject MetricRegistry metrics;
  @Inject Clock clock;

  private volatile Optional<Instant> inHand = Optional.empty();
  private volatile Duration lastLag = Duration.ZERO;

  @Incoming("archive")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public Flow.Subscriber<Message<byte[]>> events() {
    metrics.gauge("parley_archive_lag_seconds", this, archive -> archive.lag().toMillis() / 1000.0);
    return flows.batches("archive", BATCH_SIZE, BATCH_WAIT, this::store);
  }

  private void store(List<LogEntry<Event.Durable>> batch) {
    inHand = Optional.of(batch.getFirst().at());
    write(batch);
    lastLag = since(batch.getLast().at());
    inHand = Optional.empty();
    Timer delay = metrics.timer("parley_archive_delay");
    batch.forEach(entry -> delay.update(since(entry.at())));
    metrics.counter("parley_archive_events").inc(batch.size());
    metrics.histogram("parley_archive_batch_size").update(batch.size());
  }

  public void write(List<LogEntry<Event.Durable>> batch) {
    if (!database.isAvailable()) {
      throw new RetryLater(
          "PostgreSQL is unavailable", new IllegalStateException("known to be away"));
    }
    try {
      eraseOf(batch);
      removeCopies(store.archive(batch));
    } catch (PersistenceException | TransactionalException e) {
      if (isRefusal(e)) {
        throw e;
      }
      throw new RetryLater("PostgreSQL did not take a batch", e);
    }
  }

  /// Before the batch, in transactions of their own, because a large conversation takes many. What
  /// else the batch says of such a conversation then comes to nothing.
  private void eraseOf(List<LogEntry<Event.Durable>> batch) {
    for (LogEntry<Event.Durable> entry : batch) {
      if (entry.event() instanceof Event.ConversationDeleted deleted) {
        erasures.erase(entry.conversation(), ArchiveBatch.kind(deleted));
      }
    }
  }

  /// What is removed is removed from the copies too, through the log like every removal. Where that
  /// fails the batch is archived again, which changes nothing, and the copies are found again.
  private void removeCopies(Set<Origin.Source> copies) {
    List<CompletableFuture<Position>> underWay = new ArrayList<>();
    for (Origin.Source copy : copies) {
      underWay.add(
          log.append(copy.conversation(), new Event.MessageRemoved(copy.message(), clock.instant()))
              .toCompletableFuture());
      if (underWay.size() == BATCH_SIZE) {
        await(underWay);
        underWay.clear();
      }
    }
    await(underWay);
  }

  private static void await(List<CompletableFuture<Position>> appends) {
    try {
      CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw new RetryLater("the removal of copies could not be written to the log", e);
    }
  }

  /// How old the oldest event is that is not archived yet, or was the last one when it was.
  private Duration lag() {
    return inHand.map(this::since).orElse(lastLag);
  }

  private Duration since(Instant at) {
    Duration age = Duration.between(at, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  static boolean isRefusal(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .anyMatch(state -> state != null && REFUSALS.stream().anyMatch(state::startsWith));
  }
}
