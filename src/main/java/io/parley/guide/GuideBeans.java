package io.parley.guide;

import io.parley.llm.Provider;
import io.parley.llm.Retriever;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Makes the handbook, and of it one more [Provider] with its [Retriever]. Reading the handbook and
/// indexing its words is a twentieth of the CPU of a start, so both wait for the first question or
/// page.
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
  Provider provider(Instance<Guide> guide, Config config) {
    GuideConfig settings = GuideConfig.from(key -> config.getOptionalValue(key, String.class));
    return new GuideProvider(guide::get, settings.wordsPerSecond());
  }

  @Produces
  @Singleton
  Retriever retriever(Instance<Guide> guide) {
    return new HandbookRetriever(guide::get);
  }
}
