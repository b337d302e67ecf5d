package io.parley.llm;

import io.parley.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/// A [ModelListing] as it is sent: written and compressed once, however many read it. A list can
/// have thousands of models, and every picker asks for it.
final class ModelDocument {
  private final ModelListing listing;
  private final byte[] json;
  private final byte[] compressed;
  private final String tag;

  ModelDocument(ModelListing listing) {
    this.listing = listing;
    this.json = Json.write(listing).getBytes(StandardCharsets.UTF_8);
    this.compressed = compressed(json);
    this.tag = tag(json);
  }

  byte[] bytes(boolean gzip) {
    return gzip ? compressed : json;
  }

  /// Weak: it is the same whether it travels compressed or not.
  String tag() {
    return tag;
  }

  /// A list that has not changed is the same object; to compare thousands of models costs more than
  /// to write them.
  @SuppressWarnings("ReferenceEquality")
  private boolean isOf(ModelListing other) {
    return listing == other;
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The documents of the lists that most readers get.
  static final class Kept {
    private final Map<String, ModelDocument> byProvider = new ConcurrentHashMap<>();

    /// @param provider whose list it is, or nobody's for all
    ModelDocument of(String provider, ModelListing listing) {
      ModelDocument last = byProvider.get(provider);
      if (last != null && last.isOf(listing)) {
        return last;
      }
      ModelDocument document = new ModelDocument(listing);
      if (provider.isEmpty() || !listing.providers().isEmpty()) {
        byProvider.put(provider, document);
      }
      return document;
    }
  }
}
