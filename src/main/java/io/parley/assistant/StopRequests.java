package io.parley.assistant;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.ReplyId;
import io.parley.log.LogReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Requests to stop, which every node hears. One may come before the message it is about has
/// reached the node that will answer it, so it is remembered for a while.
@ApplicationScoped
public class StopRequests implements LogReader {
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  @Inject Clock clock;

  private final ConcurrentHashMap<ReplyPlace, ReplyRun> running = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ReplyPlace, Instant> requests = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<ReplyPlace> byAge = new ConcurrentLinkedDeque<>();

  @Override
  public void read(LogEntry<?> entry) {
    if (entry.event() instanceof Event.StopRequested(ReplyId reply)) {
      // through its own conversation only: who may not see a reply cannot stop it
      ReplyPlace request = new ReplyPlace(entry.conversation(), reply);
      if (requests.putIfAbsent(request, clock.instant()) == null) {
        byAge.addLast(request);
      }
      ReplyRun run = running.get(request);
      if (run != null) {
        run.stop();
      }
      forgetOld();
    } else if (entry.event() instanceof Event.ReplyRequested requested
        && requested.continues().isPresent()) {
      // what was stopped is to go on
      requests.remove(new ReplyPlace(entry.conversation(), requested.reply().replyId()));
    } else if (entry.event() instanceof Event.ConversationDeleted) {
      running.values().stream()
          .filter(run -> run.conversation().equals(entry.conversation()))
          .forEach(ReplyRun::stop);
    }
  }

  /// From here on the run hears of requests, also of one that was made before.
  void follow(ReplyRun run) {
    running.put(place(run), run);
    if (requests.containsKey(place(run))) {
      run.stop();
    }
  }

  void unfollow(ReplyRun run) {
    running.remove(place(run), run);
  }

  private static ReplyPlace place(ReplyRun run) {
    return new ReplyPlace(run.conversation(), run.reply());
  }

  private void forgetOld() {
    Instant before = clock.instant().minus(REMEMBERED);
    ReplyPlace oldest = byAge.peekFirst();
    while (oldest != null && requests.getOrDefault(oldest, Instant.MIN).isBefore(before)) {
      byAge.pollFirst();
      requests.remove(oldest);
      oldest = byAge.peekFirst();
    }
  }
}
