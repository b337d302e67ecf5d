package io.parley.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What Surefire and Failsafe have written about the tests of one build.
final class TestReports {
  private static final List<String> DIRECTORIES = List.of("surefire-reports", "failsafe-reports");

  private TestReports() {}

  /// All tests of one class.
  ///
  /// @param name of the class, with its package
  /// @param begin when the first of them began, which is known to a second
  record Suite(String name, Instant begin, Instant end, List<Case> cases) {
    Suite {
      cases = List.copyOf(cases);
    }
  }

  /// One test.
  ///
  /// @param failure the first line of its message, if it failed
  record Case(String name, Duration time, Optional<String> failure) {}

  /// Those that were written after `begin`.
  ///
  /// @param build the build directory
  static List<Suite> since(Instant begin, Path build) throws IOException {
    var suites = new ArrayList<Suite>();
    for (var directory : DIRECTORIES) {
      var reports = build.resolve(directory);
      if (Files.isDirectory(reports)) {
        try (Stream<Path> files = Files.list(reports)) {
          for (var file : files.filter(TestReports::isReport).sorted().toList()) {
            var written = Files.getLastModifiedTime(file).toInstant();
            if (!written.isBefore(begin)) {
              suites.add(read(file, written));
            }
          }
        }
      }
    }
    return suites;
  }

  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static Suite read(Path file, Instant written) throws IOException {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (var bytes = Files.newInputStream(file)) {
      var xml = factory.createXMLStreamReader(bytes);
      var name = "";
      var time = Duration.ZERO;
      var cases = new ArrayList<Case>();
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "testsuite" -> {
              name = attribute(xml, "name");
              time = seconds(attribute(xml, "time"));
            }
            case "testcase" ->
                cases.add(
                    new Case(
                        attribute(xml, "name"), seconds(attribute(xml, "time")), Optional.empty()));
            case "failure", "error" ->
                cases.add(failed(cases.removeLast(), attribute(xml, "message")));
            default -> {
              // output and properties
            }
          }
        }
      }
      return new Suite(name, written.minus(time), written, cases);
    } catch (XMLStreamException e) {
      throw new IOException("The report %s cannot be read".formatted(file), e);
    }
  }

  private static Case failed(Case test, String message) {
    var first = message.strip().lines().findFirst().orElse("failed");
    return new Case(test.name(), test.time(), Optional.of(first));
  }

  private static String attribute(XMLStreamReader xml, String name) {
    return Optional.ofNullable(xml.getAttributeValue("", name)).orElse("");
  }

  /// `1,234.567` in older reports.
  private static Duration seconds(String text) {
    var digits = text.replace(",", "");
    return digits.isEmpty()
        ? Duration.ZERO
        : Duration.ofMillis(Math.round(Double.parseDouble(digits) * 1000));
  }
}
