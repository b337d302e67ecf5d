package io.parley.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.http.*` that say under which addresses this server is reached, how large bodies
/// may be, and who may read the metrics.
@Dependent
class WebConfig {
  private final Config config;

  @Inject
  WebConfig(Config config) {
    this.config = config;
  }

  /// Names under which this server may be called, beside the machine's own.
  List<String> hosts() {
    return text("parley.http.hosts").stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /// Where people find this server.
  ///
  /// @throws IllegalArgumentException if it is not the address of a host
  Optional<URI> publicUrl() {
    return text("parley.http.public-url").map(WebConfig::origin);
  }

  /// Whether scripts and styles are read anew for each request: for who changes them.
  boolean liveFiles() {
    return config.getOptionalValue("parley.http.live-files", Boolean.class).orElse(false);
  }

  /// What a reader of `/metrics` has to know.
  Optional<String> metricsToken() {
    return text("parley.metrics.token");
  }

  /// The size of an import, which its feature checks too (io.parley.conversation).
  long importBytes() {
    return config.getOptionalValue("parley.copy.import-bytes", Long.class).orElse(10_485_760L);
  }

  /// The size of a request under `/v1`, which its feature checks too (io.parley.openai).
  long openAiBytes() {
    return config
        .getOptionalValue("parley.openai.max-request-bytes", Long.class)
        .orElse(8_388_608L);
  }

  /// What all bodies together may take on disk until they are read.
  long bodyDiskBytes() {
    long bytes =
        config.getOptionalValue("parley.http.body-disk-bytes", Long.class).orElse(536_870_912L);
    if (bytes < 1) {
      throw new IllegalArgumentException("parley.http.body-disk-bytes must be 1 or more");
    }
    return bytes;
  }

  private static URI origin(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    if (url.getScheme() == null
        || !Set.of("http", "https").contains(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || !url.getRawPath().isEmpty()
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "parley.http.public-url must be like https://chat.example.org, but is " + text);
    }
    return url;
  }

  private Optional<String> text(String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }
}
