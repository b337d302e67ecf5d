package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "false, /models, /models,",
    "false, /models/, /models,",
    "false, //models//, /models,",
    "false, '', '',",
    "false, /, '',",
    "false, /models/test/alpha/, /models/test/alpha,",
    "false, /chat//completions, /chat/completions,",
    "false, /deployments/a/b/chat/completions, /deployments/a/b/chat/completions,",
    "true, /models, /models,",
    "true, /v1/responses/, /responses,",
    "true, /v1, '',",
    "true, /responses, /responses,",
    "true, /deployments/test/alpha/chat/completions, /chat/completions, test/alpha",
    "true, /deployments/lab/a/b:c/completions/, /completions, lab/a/b:c",
    "true, /deployments/test/alpha/embeddings, /embeddings, test/alpha",
    "true, /deployments/test/alpha/images, /deployments/test/alpha/images,",
  })
  void anAddressHasOneMeaningHoweverItIsSpelled(
      boolean azure, String written, String path, String deployment) {
    assertEquals(new Target(path, Optional.ofNullable(deployment)), Target.of(azure, written));
  }
}
