package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddersTest {
  @Test
  void theModelOnThisMachineIsFoundByItsName() {
    try (LocalEmbeddings local = new LocalEmbeddings();
        Embedders embedders = new Embedders(Optional.of(local), _ -> Optional.empty())) {
      assertSame(local, embedders.find(LocalEmbeddings.MODEL).orElseThrow());
      assertSame(local, embedders.local().orElseThrow());
      assertEquals(Optional.empty(), embedders.find(ModelId.of("local/other")));
    }
  }

  @Test
  void aNodeWithoutItHasNoSuchModel() {
    try (Embedders embedders = new Embedders(Optional.empty(), _ -> Optional.empty())) {
      assertEquals(Optional.empty(), embedders.find(LocalEmbeddings.MODEL));
      assertEquals(Optional.empty(), embedders.local());
    }
  }
}
