package io.parley.llm;

import io.parley.node.Role;
import io.parley.node.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Makes [Embedders]; the model on this machine costs nothing until it is used.
@ApplicationScoped
class EmbeddingBeans {
  @Produces
  @Singleton
  Embedders embedders(Models models, Roles roles) {
    return new Embedders(
        Optional.of(Role.KNOWLEDGE).filter(roles::has).map(_ -> new LocalEmbeddings()),
        models::relay);
  }

  void close(@Disposes Embedders embedders) {
    embedders.close();
  }
}
