package io.parley.llm;

import java.time.Duration;
import java.util.List;

/// Notes what is measured, one word each.
record NotingMeter(List<String> metrics) implements LlmMeter {
  @Override
  public void firstToken(String provider, Duration after) {
    metrics.add("first");
  }

  @Override
  public void nextToken(String provider, Duration after) {}

  @Override
  public void ended(String provider, String outcome) {
    metrics.add(outcome);
  }

  @Override
  public void fellBack(String provider) {
    metrics.add("fell back");
  }
}
