package io.parley.guide;

import io.parley.llm.Provider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes the handbook, and of it one more [Provider].
@ApplicationScoped
class GuideBeans {
  @Produces
  @Singleton
  Handbook handbook() {
    return Handbook.packed();
  }

  @Produces
  @Singleton
  Provider guide(Handbook handbook, Config config) {
    GuideConfig settings = GuideConfig.from(key -> config.getOptionalValue(key, String.class));
    return new GuideProvider(new Guide(handbook), settings.wordsPerSecond());
  }
}
