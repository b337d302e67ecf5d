package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalEmbeddingsTest {
  private static LocalEmbeddings embeddings;

  @BeforeAll
  static void make() {
    embeddings = new LocalEmbeddings();
  }

  @AfterAll
  static void close() {
    embeddings.close();
  }

  @Test
  void textsOfOneMeaningAreNearEachOther() {
    Embedder.Embedded embedded =
        embeddings.embed(
            List.of(
                "A cat sleeps on the sofa.",
                "On the couch a kitten is asleep.",
                "Interest rates rose by half a percent."));
    List<float[]> vectors = embedded.vectors();
    assertEquals(3, vectors.size());
    vectors.forEach(vector -> {
      assertEquals(LocalEmbeddings.DIMENSIONS, vector.length);
      assertEquals(1, product(vector, vector), 1e-3);
    });
    double near = product(vectors.get(0), vectors.get(1));
    double far = product(vectors.get(0), vectors.get(2));
    assertTrue(near > 0.6 && far < 0.3, near + " and " + far);
    assertTrue(embedded.tokens() > 15, "tokens: " + embedded.tokens());
  }

  @Test
  void moreTokensThanARequestMayHaveAreRefused() {
    String words = "你好世界".repeat(LocalEmbeddings.MAX_TOKENS / 8);
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> embeddings.embed(List.of(words, words, words)));
    assertEquals(Problem.TOO_LARGE, refusal.problem());
    assertEquals(
        "The input has more than 65,536 tokens. Send it in several requests.", refusal.detail());
  }

  @Test
  void everyWordOfALongTextCounts() {
    String words = "The garden needs water in summer and the shed needs paint. ";
    String cats = " A cat sleeps on the sofa.";
    String rates = " Interest rates rose by half a percent.";
    for (int sentences : new int[] {15, 60}) {
      String begin = words.repeat(sentences);
      Embedder.Embedded embedded =
          embeddings.embed(List.of(begin + cats, begin + rates, begin + cats));
      List<float[]> vectors = embedded.vectors();
      double apart = 1 - product(vectors.get(0), vectors.get(1));
      assertTrue(apart > 1e-4, sentences + " sentences: " + apart);
      assertEquals(1, product(vectors.get(0), vectors.get(2)), 1e-6);
      assertTrue(embedded.tokens() > 3 * sentences * 11, "tokens: " + embedded.tokens());
    }
  }

  @Test
  void oddTextsAreEmbeddedToTheirEnds() {
    for (String begin : List.of("한국어 ".repeat(150), "東京👋".repeat(200), "a-".repeat(280))) {
      List<float[]> vectors =
          embeddings.embed(List.of(begin + "cats sleep", begin + "interest rates rose")).vectors();
      double apart = 1 - product(vectors.get(0), vectors.get(1));
      assertTrue(apart > 1e-5, begin.substring(0, 6) + ": " + apart);
    }
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += one[at] * other[at];
    }
    return sum;
  }
}
