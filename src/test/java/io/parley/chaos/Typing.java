package io.parley.chaos;

import io.parley.platform.Ids;
import io.parley.testing.Latencies;
import io.parley.testing.SocketLoad;
import java.util.List;

/// One member of each room types, all the time. Each keystroke is the moment it was sent, so that
/// whoever sees it knows how long it took.
final class Typing implements AutoCloseable {
  private static final int EACH_PER_SECOND = 1;
  private static final int KEYS_OF_A_DRAFT = 100;
  private static final int DIGITS = 16;

  private final List<Crowd> rooms;
  private final Thread thread;
  private volatile Latencies latencies = new Latencies();
  private volatile boolean stopped;

  Typing(List<Crowd> rooms) {
    this.rooms = rooms;
    rooms.forEach(room ->
        room.members()
            .forEach(member ->
                member.listenToTyping((text, arrived) -> {
                  if (text.length() == DIGITS) {
                    latencies.add(arrived - Long.parseLong(text));
                  }
                })));
    this.thread = Thread.ofPlatform().daemon().name("chaos-typing").start(this::run);
  }

  /// What was measured since it was last asked.
  Latencies take() {
    Latencies taken = latencies;
    latencies = new Latencies();
    return taken;
  }

  private void run() {
    Pace pace = Pace.of((double) EACH_PER_SECOND * rooms.size());
    String[] drafts = new String[rooms.size()];
    int[] keys = new int[rooms.size()];
    for (int n = 0; !stopped; n = (n + 1) % rooms.size()) {
      pace.next();
      boolean first = keys[n] == 0;
      if (first) {
        drafts[n] = Ids.next().toString();
      }
      keys[n]++;
      boolean last = keys[n] == KEYS_OF_A_DRAFT;
      rooms
          .get(n)
          .members()
          .getFirst()
          .type(
              last
                  ? frame(drafts[n], keys[n], "cancel", "")
                  : frame(
                      drafts[n],
                      keys[n],
                      first ? "new" : "edit",
                      "{\"op\":\"insert\",\"at\":0,\"text\":\"%d \"}"
                          .formatted(SocketLoad.micros())));
      if (last) {
        keys[n] = 0;
      }
    }
  }

  private static String frame(String draft, int seq, String event, String op) {
    return "{\"type\":\"draft\",\"draft_id\":\"%s\",\"seq\":%d,\"event\":\"%s\",\"ops\":[%s]}"
        .formatted(draft, seq, event, op);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
