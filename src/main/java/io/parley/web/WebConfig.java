package io.parley.web;

import io.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/// The keys `parley.http.*` that say under which addresses this server is reached, how large bodies
/// may be, and who may read the metrics.
@Dependent
class WebConfig {
  private final Settings settings;

  @Inject
  WebConfig(Config config) {
    this.settings = Settings.of(config);
  }

  /// Names under which this server may be called, beside the machine's own.
  List<String> hosts() {
    return settings.list("parley.http.hosts");
  }

  /// Where people find this server.
  ///
  /// @throws IllegalArgumentException if it is not the address of a host
  Optional<URI> publicUrl() {
    return settings.text("parley.http.public-url").map(WebConfig::origin);
  }

  /// Whether scripts and styles are read from their sources at each request, for development.
  boolean liveFiles() {
    return settings.is("parley.http.live-files", false);
  }

  /// What a reader of `/metrics` has to know.
  Optional<String> metricsToken() {
    return settings.text("parley.metrics.token");
  }

  /// The size of an import, which its feature checks too (io.parley.conversation).
  long importBytes() {
    return settings.bytes("parley.copy.import-bytes", 10_485_760);
  }

  /// The size of a request under `/v1`, which its feature checks too (io.parley.openai).
  long openAiBytes() {
    return settings.bytes("parley.openai.max-request-bytes", 8_388_608);
  }

  /// What all bodies together may take on disk until they are read.
  long bodyDiskBytes() {
    return settings.bytes("parley.http.body-disk-bytes", 536_870_912);
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
}
