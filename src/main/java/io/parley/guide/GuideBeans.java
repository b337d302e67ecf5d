package io.parley.guide;

import io.parley.llm.Provider;
import io.parley.llm.Retriever;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes the handbook, and of it one more [Provider] with its [Retriever].
@ApplicationScoped
class GuideBeans {
  @Produces
  @Singleton
  Handbook handbook() {
    return Handbook.packed();
  }

  @Produces
  @Singleton
  Guide guide(Handbook handbook) {
    return new Guide(handbook);
  }

  @Produces
  @Singleton
  Provider provider(Guide guide, Config config) {
    GuideConfig settings = GuideConfig.from(key -> config.getOptionalValue(key, String.class));
    return new GuideProvider(guide, settings.wordsPerSecond());
  }

  @Produces
  @Singleton
  Retriever retriever(Guide guide) {
    return new HandbookRetriever(guide);
  }
}
