package io.parley.llm;

import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The models of a test's own providers, for tests of what has answers generated. Nobody fetches
/// lists of models, so every model of a known provider is found.
public final class ModelsOf {
  private ModelsOf() {}

  public static Models providers(Provider... providers) {
    VirtualClock clock = new VirtualClock();
    Catalogue catalogue =
        new Catalogue(
            List.of(providers),
            ModelListCache.NONE,
            ModelCapabilities.alone(clock),
            Set.of(),
            clock,
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            _ -> {});
    return new Models(
        List.of(providers), catalogue, Fallbacks.EMPTY, LlmConfig.GUIDE, new SilentMeter());
  }
}
