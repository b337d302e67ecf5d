import java.util.Arrays;

/// Latencies in microseconds. Not thread-safe.
final class Latencies {
  private long[] values = new long[1 << 16];
  private int count;

  void add(long micros) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = micros;
  }

  int count() {
    return count;
  }

  /// In milliseconds.
  double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1, Math.ceil(count * percent / 100) - 1)] / 1_000.0;
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms (%,d measured)"
        .formatted(percentile(50), percentile(99), percentile(99.9), percentile(100), count);
  }
}
