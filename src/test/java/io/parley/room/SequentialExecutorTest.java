package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SequentialExecutorTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final SequentialExecutor requests = new SequentialExecutor(threads::add, 2);
  private final List<String> done = new ArrayList<>();

  @Test
  void whatMayBlockIsDoneOnAThreadOfItsOwn() {
    requests.offer(does("a"));
    requests.offer(does("b"));
    assertEquals(List.of(), done);
    assertEquals(1, threads.size(), "one at a time");
    run();
    assertEquals(List.of("a", "b"), done);
  }

  @Test
  void whatDoesNotBlockIsDoneHereIfNothingWaits() {
    assertTrue(requests.offerQuick(does("quick")));
    assertEquals(List.of("quick"), done);
    assertTrue(threads.isEmpty());
  }

  @Test
  void whatDoesNotBlockWaitsForWhatCameBefore() {
    requests.offer(does("slow"));
    requests.offerQuick(does("quick"));
    assertEquals(List.of(), done);
    run();
    assertEquals(List.of("slow", "quick"), done);
  }

  @Test
  void whatComesWhileSomethingQuickIsDoneIsDoneAfterIt() {
    requests.offerQuick(() -> {
      requests.offer(does("next"));
      done.add("quick");
    });
    run();
    assertEquals(List.of("quick", "next"), done);
  }

  @Test
  void aQuickOneThatThrowsHoldsNothingUp() {
    assertThrows(
        IllegalStateException.class,
        () ->
            requests.offerQuick(() -> {
              throw new IllegalStateException();
            }));
    requests.offerQuick(does("next"));
    assertEquals(List.of("next"), done);
  }

  @Test
  void onlySoManyMayWaitButForTheEnd() {
    assertTrue(requests.offer(does("a")));
    assertTrue(requests.offerQuick(does("b")));
    assertFalse(requests.offer(does("too many")));
    assertFalse(requests.offerQuick(does("too many")));
    requests.offerLast(does("end"));
    run();
    assertEquals(List.of("a", "b", "end"), done);
  }

  private Runnable does(String what) {
    return () -> done.add(what);
  }

  private void run() {
    for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
      next.run();
    }
  }
}
