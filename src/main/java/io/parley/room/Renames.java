package io.parley.room;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.identity.GuestRenamed;
import io.parley.log.EventLog;
import io.parley.log.LogReader;
import io.parley.participant.Participant;
import io.parley.platform.NodeId;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Sees to it that a guest's new name is seen wherever they are, on whichever nodes their
/// connections end.
@ApplicationScoped
public class Renames implements LogReader {
  private static final System.Logger LOG = System.getLogger(Renames.class.getName());

  @Inject Presence presence;
  @Inject EventLog log;
  @Inject Clock clock;

  /// One thread: of two renames the later one stays. Presence may wait for Redis, and the log's
  /// reader must not.
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("parley-renames").factory());

  /// What was said before concerns nobody who has connected since.
  private Instant startedAt = Instant.MAX;

  @PostConstruct
  void start() {
    startedAt = clock.instant();
  }

  /// Who has told this node finds the new name in use when the call returns.
  void told(@Observes GuestRenamed event) {
    rename(event.guest());
  }

  /// Shows the new name on this node, and has the others show it.
  void rename(Participant participant) {
    presence.rename(participant);
    log.announce(new Event.Renamed(participant, NodeId.current()));
  }

  @Override
  public void read(LogEntry<?> entry) {
    if (entry.event() instanceof Event.Renamed(Participant participant, NodeId node)
        && !node.equals(NodeId.current())
        && entry.at().isAfter(startedAt)) {
      var _ = thread.submit(() -> show(participant));
    }
  }

  private void show(Participant participant) {
    try {
      presence.rename(participant);
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "A new name cannot be shown to others", unexpected);
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
