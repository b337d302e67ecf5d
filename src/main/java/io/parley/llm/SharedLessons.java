package io.parley.llm;

import java.util.Map;

/// What all nodes have learnt from refusals.
interface SharedLessons {
  /// Every node for itself.
  SharedLessons NONE =
      new SharedLessons() {
        @Override
        public Map<String, Lessons> read() {
          return Map.of();
        }

        @Override
        public void write(String model, Lessons lessons) {
          // nobody reads it
        }
      };

  /// By the names that they were written under; nothing while it cannot be read.
  Map<String, Lessons> read();

  void write(String model, Lessons lessons);
}
