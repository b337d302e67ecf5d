package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Calls of the REST API while something is away: what was answered, and how soon.
final class Knocks implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> answers = new TreeMap<>();
  private final Latencies latencies = new Latencies();
  private final List<String> unanswered = new ArrayList<>();

  /// Calls on a thread of its own; one that is still without an answer delays nobody.
  void knock(Supplier<ApiClient.Answer> call) {
    threads.execute(() -> {
      long began = System.nanoTime();
      try {
        ApiClient.Answer answer = call.get();
        String code = answer.code().isEmpty() ? "" : " " + answer.code();
        note(answer.status() + code, System.nanoTime() - began);
      } catch (AssertionError none) {
        fail(String.valueOf(none.getMessage()));
      }
    });
  }

  private synchronized void note(String answer, long nanos) {
    answers.merge(answer, 1, Integer::sum);
    latencies.add(TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  private synchronized void fail(String why) {
    unanswered.add(why);
  }

  /// Waits for the last answer.
  @Override
  public void close() {
    threads.close();
  }

  synchronized Map<String, Integer> answers() {
    return Map.copyOf(answers);
  }

  synchronized List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  synchronized Duration slowest() {
    return latencies.count() == 0
        ? Duration.ZERO
        : Duration.ofMillis((long) latencies.percentile(100));
  }

  synchronized Duration percentile(double percent) {
    return latencies.count() == 0
        ? Duration.ZERO
        : Duration.ofMillis((long) latencies.percentile(percent));
  }
}
