package io.parley.llm;

import java.time.Duration;

/// A meter for tests in which nobody looks at it.
class SilentMeter implements LlmMeter {
  @Override
  public void nextToken(String provider, Duration after) {}

  @Override
  public void firstToken(String provider, Duration after) {}

  @Override
  public void ended(String provider, String outcome) {}

  @Override
  public void fellBack(String provider) {}
}
