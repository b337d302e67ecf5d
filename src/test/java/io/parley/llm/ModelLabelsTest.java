package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

class ModelLabelsTest {
  private final ModelLabels labels = new ModelLabels();

  @Test
  void anOfferedModelIsALabel() {
    offer(List.of("demo/echo"));
    assertEquals(new Tag("model", "demo/echo"), labels.of(Optional.of("demo/echo")));
  }

  @Test
  void whatARequestNamesIsNoLabel() {
    offer(List.of("demo/echo"));
    assertEquals(new Tag("model", "other"), labels.of(Optional.of("a\"b/{c}")));
    assertEquals(new Tag("model", "other"), labels.of(Optional.empty()));
  }

  @Test
  void thereAreNoMoreLabelsThanThereIsRoomFor() {
    List<String> names =
        IntStream.rangeClosed(0, ModelLabels.MOST).mapToObj(n -> "demo/m" + n).toList();
    offer(names);
    List<String> given =
        names.stream().map(name -> labels.of(Optional.of(name)).getTagValue()).toList();
    assertEquals(names.subList(0, ModelLabels.MOST), given.subList(0, ModelLabels.MOST));
    assertEquals("other", given.getLast());
    assertEquals("demo/m0", labels.of(Optional.of("demo/m0")).getTagValue());
  }

  private void offer(List<String> models) {
    labels.offered = models::contains;
  }
}
