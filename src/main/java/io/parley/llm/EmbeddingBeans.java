package io.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Makes [LocalEmbeddings], which costs nothing until it is used.
@ApplicationScoped
class EmbeddingBeans {
  @Produces
  @Singleton
  LocalEmbeddings localEmbeddings() {
    return new LocalEmbeddings();
  }

  void close(@Disposes LocalEmbeddings embeddings) {
    embeddings.close();
  }
}
