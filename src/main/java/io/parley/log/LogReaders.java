package io.parley.log;

import io.parley.event.LogEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// All readers of this node, in the order of their phases. An event that a reader fails with is
/// shown to the others all the same.
final class LogReaders {
  private final Iterable<LogReader> all;
  private volatile @Nullable List<LogReader> inOrder;

  /// @param all asked for at the first event: readers may need what asks for them
  LogReaders(Iterable<LogReader> all) {
    this.all = all;
  }

  /// @return what the first of them that failed has thrown; the other failures are suppressed in it
  Optional<RuntimeException> show(LogEntry<?> entry) {
    RuntimeException failure = null;
    for (LogReader reader : inOrder()) {
      try {
        reader.read(entry);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return Optional.ofNullable(failure);
  }

  private List<LogReader> inOrder() {
    List<LogReader> known = inOrder;
    if (known == null) {
      known =
          StreamSupport.stream(all.spliterator(), false)
              .sorted(Comparator.comparing(LogReader::phase))
              .toList();
      inOrder = known;
    }
    return known;
  }
}
