package io.parley.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An image in a directory, as `buildah push … dir:` writes it: `manifest.json`, and each layer and
/// the configuration under its digest.
final class ImageArchive {
  private static final int GZIP = 0x1f8b;

  private final Path directory;
  private final JsonNode manifest;
  private final JsonNode configuration;

  private ImageArchive(Path directory) throws IOException {
    this.directory = directory;
    this.manifest = Json.MAPPER.readTree(directory.resolve("manifest.json").toFile());
    this.configuration = Json.MAPPER.readTree(blob(manifest.path("config")).toFile());
  }

  static ImageArchive read(Path directory) throws IOException {
    return new ImageArchive(directory);
  }

  /// What is read of a file in a layer.
  interface Reader {
    void read(LayerFile file, byte[] content) throws IOException;
  }

  /// A file, directory or link of a layer.
  ///
  /// @param name without a slash in front
  record LayerFile(String name, long size, int mode, long user, boolean regular) {}

  /// User, ports, labels, environment and commands.
  JsonNode settings() {
    return configuration.path("config");
  }

  String architecture() {
    return configuration.path("architecture").asText();
  }

  /// Bytes of all layers without compression; what a layer deletes of another one counts as well.
  long unpacked() throws IOException {
    return sizeOf(Set.of());
  }

  /// The same without the layers of another image.
  long unpackedAbove(ImageArchive base) throws IOException {
    return sizeOf(base.layers());
  }

  /// Bytes as a registry stores them.
  long packed() {
    long sum = 0;
    for (var layer : manifest.path("layers")) {
      sum += layer.path("size").asLong();
    }
    return sum;
  }

  /// Reads all files of the layers that another image does not have.
  void above(ImageArchive base, Reader reader) throws IOException {
    each(base.layers(), reader);
  }

  private long sizeOf(Set<String> others) throws IOException {
    var sizes = new ArrayList<Long>();
    each(others, (file, _) -> sizes.add(file.size()));
    return sizes.stream().mapToLong(Long::longValue).sum();
  }

  /// Layers are known by their content, whatever their compression.
  private Set<String> layers() {
    var layers = new HashSet<String>();
    configuration.at("/rootfs/diff_ids").forEach(layer -> layers.add(layer.asText()));
    return layers;
  }

  private void each(Set<String> others, Reader reader) throws IOException {
    List<JsonNode> layers = new ArrayList<>();
    manifest.path("layers").forEach(layers::add);
    for (int i = 0; i < layers.size(); i++) {
      if (!others.contains(configuration.at("/rootfs/diff_ids/" + i).asText())) {
        each(layers.get(i), reader);
      }
    }
  }

  private void each(JsonNode layer, Reader reader) throws IOException {
    try (var tar = new TarArchiveInputStream(unpacked(blob(layer)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var name = entry.getName().replaceFirst("^(\\./|/)+", "");
        var file =
            new LayerFile(
                name, entry.getSize(), entry.getMode(), entry.getLongUserId(), entry.isFile());
        reader.read(file, entry.isFile() ? tar.readNBytes((int) entry.getSize()) : new byte[0]);
      }
    }
  }

  private static InputStream unpacked(Path layer) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(layer), 1 << 16);
    in.mark(2);
    int head = in.read() << 8 | in.read();
    in.reset();
    return head == GZIP ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private Path blob(JsonNode descriptor) {
    return directory.resolve(descriptor.path("digest").asText().replace("sha256:", ""));
  }
}
