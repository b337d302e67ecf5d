package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.ModelListing.Entry;
import io.parley.llm.ModelListing.ProviderState;
import io.parley.platform.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ModelDocumentTest {
  private static final int MODELS = 12_620;

  private final ModelDocument.Kept kept = new ModelDocument.Kept();

  @Test
  void aListOfThousandsIsWrittenOnce() throws IOException {
    ModelListing listing = listing(Instant.EPOCH);
    ModelDocument document = kept.of("", listing);
    assertSame(document, kept.of("", listing));
    assertSame(document.bytes(true), kept.of("", listing).bytes(true));
    assertEquals(MODELS, Json.MAPPER.readTree(document.bytes(false)).path("models").size());
    assertTrue(document.bytes(true).length * 10 < document.bytes(false).length);
    try (GZIPInputStream plain =
        new GZIPInputStream(new ByteArrayInputStream(document.bytes(true)))) {
      assertArrayEquals(document.bytes(false), plain.readAllBytes());
    }
  }

  @Test
  void aTagIsThatOfTheContent() {
    ModelDocument document = kept.of("", listing(Instant.EPOCH));
    assertEquals(document.tag(), new ModelDocument.Kept().of("", listing(Instant.EPOCH)).tag());
    assertTrue(document.tag().startsWith("W/\""));
    ModelDocument later = kept.of("", listing(Instant.EPOCH.plusSeconds(1)));
    assertNotEquals(document.tag(), later.tag());
  }

  @Test
  void theListOfAnUnknownProviderIsNotKept() {
    ModelListing nothing = new ModelListing(List.of(), List.of(), Instant.EPOCH, false);
    assertNotSame(kept.of("nobody", nothing), kept.of("nobody", nothing));
  }

  private static ModelListing listing(Instant fetchedAt) {
    List<Entry> entries =
        IntStream.range(0, MODELS)
            .mapToObj(n ->
                Entry.of(
                    Model.named(new ModelId("lab", "some/model-" + n)), Capabilities.UNKNOWN, true))
            .toList();
    return new ModelListing(
        entries,
        List.of(new ProviderState("lab", true, Optional.empty(), Optional.empty())),
        fetchedAt,
        false);
  }
}
