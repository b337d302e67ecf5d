package io.parley.testing;

/// Latencies in microseconds, in buckets of at most 1 %: millions of them take no more memory than
/// one. Not thread-safe.
public final class Latencies {
  /// Each power of two is divided into so many.
  private static final int STEPS = 128;

  private static final int STEP_BITS = 7;

  private final long[] buckets = new long[STEPS * 40];
  private long count;

  public void add(long micros) {
    buckets[bucket(Math.max(0, micros))]++;
    count++;
  }

  public void add(Latencies others) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += others.buckets[i];
    }
    count += others.count;
  }

  public long count() {
    return count;
  }

  /// In milliseconds.
  public double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long left = Math.max(1, (long) Math.ceil(count * percent / 100));
    int at = -1;
    while (left > 0) {
      at++;
      left -= buckets[at];
    }
    return middle(at) / 1_000;
  }

  private static int bucket(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
    return (shift + 1) * STEPS + (int) ((micros >>> shift) - STEPS);
  }

  private static double middle(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return (double) ((long) (STEPS + bucket % STEPS) << shift) + (1L << shift) / 2.0;
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms (%,d measured)"
        .formatted(percentile(50), percentile(99), percentile(99.9), percentile(100), count);
  }
}
