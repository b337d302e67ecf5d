package io.parley.llm;

import java.util.Optional;

/// What all nodes know of the providers' models, so that one of them asks for all.
interface ModelListCache {
  /// Every node for itself.
  ModelListCache NONE =
      new ModelListCache() {
        @Override
        public Optional<KnownModels> read(String name) {
          return Optional.empty();
        }

        @Override
        public boolean claim(String name) {
          return true;
        }

        @Override
        public void write(String name, KnownModels models) {
          // nobody reads it
        }
      };

  Optional<KnownModels> read(String name);

  /// Whether it is for this node to ask now; if another node does, what it hears can be read soon.
  boolean claim(String name);

  void write(String name, KnownModels models);
}
