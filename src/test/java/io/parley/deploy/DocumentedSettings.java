package io.parley.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// The environment variables of docs/configuration.md.
final class DocumentedSettings {
  private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");
  private static final String KAFKA = "PARLEY_KAFKA_";
  private static final Set<String> NAMES = names();

  private DocumentedSettings() {}

  static boolean has(String variable) {
    return NAMES.contains(variable);
  }

  private static Set<String> names() {
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      Stream<String> documented =
          pages
              .filter(page -> page.getFileName().toString().matches("configuration.*\\.md"))
              .flatMap(page -> VARIABLE.matcher(Manifests.text(page)).results())
              .map(MatchResult::group);
      return Stream.concat(documented, kafka()).collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `PARLEY_KAFKA_*`: any setting of Kafka's clients.
  private static Stream<String> kafka() {
    return Stream.of(
            ProducerConfig.configNames(),
            ConsumerConfig.configNames(),
            AdminClientConfig.configNames())
        .flatMap(Set::stream)
        .map(name -> KAFKA + name.toUpperCase(Locale.ROOT).replace('.', '_'));
  }
}
