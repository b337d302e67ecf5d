package io.parley.archive;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The epochs of the log that the archive has seen, by their number.
record Epochs(Map<Integer, String> byNumber) {
  static final String ALL = "select e from StoredEpoch e";

  Epochs {
    byNumber = Map.copyOf(byNumber);
  }

  static Epochs of(Stream<StoredEpoch> rows) {
    return new Epochs(rows.collect(Collectors.toMap(StoredEpoch::number, StoredEpoch::epoch)));
  }

  String epoch(int number) {
    String epoch = byNumber.get(number);
    if (epoch == null) {
      throw new NoSuchElementException("no epoch " + number);
    }
    return epoch;
  }

  Optional<Integer> number(String epoch) {
    return byNumber.entrySet().stream()
        .filter(entry -> entry.getValue().equals(epoch))
        .map(Map.Entry::getKey)
        .findAny();
  }
}
