package io.parley.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.image.ImageArchive.LayerFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the built image keeps to. Each rule returns what breaks it.
final class ImageRules {
  private static final String PORT = "9080/tcp";
  private static final String USER = "1001:0";
  private static final Set<String> LABELS =
      Set.of("title", "description", "licenses", "source", "documentation", "version", "revision");

  /// Sources, the build's own files, and files that hold secrets.
  private static final Pattern MISPLACED =
      Pattern.compile(
          "(^|.*/)(\\.git|\\.m2|\\.env|\\.netrc|\\.npmrc|\\.docker|\\.ssh|\\.parley|settings\\.xml"
              + "|pom\\.xml|[^/]+\\.java|[^/]+\\.p12|[^/]+\\.jks|[^/]+\\.key|id_rsa)(/.*)?|source/.*");

  /// Below this, Maven's own descriptions of libraries.
  private static final Pattern DESCRIPTION = Pattern.compile(".*/META-INF/maven/.*");

  private static final Pattern SECRET =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{20}|\\bAKIA[0-9A-Z]{16}\\b"
              + "|\\bgh[pousr]_[A-Za-z0-9]{36}\\b|\\bsk-(proj-|ant-|or-)?[A-Za-z0-9_]{32,}\\b"
              + "|://[A-Za-z0-9_.-]+:[^/@\\s\"'<>${}*…]{6,}@[a-z0-9]");

  /// Holds the constants of libraries, such as the key with which Netty tests OpenSSL.
  private static final String CACHE = "opt/parley/learned/start.aot";

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SECRET|TOKEN|PASSWORD|API_KEY|JAAS).*=.*");

  private ImageRules() {}

  /// How a container of the image is started.
  static List<String> settings(JsonNode config) {
    var faults = new ArrayList<String>();
    if (!config.path("User").asText().equals(USER)) {
      faults.add("The user is " + config.path("User") + ", not " + USER);
    }
    if (!config.path("ExposedPorts").has(PORT)) {
      faults.add("The port is not " + PORT);
    }
    for (var command : List.of("Entrypoint", "Healthcheck")) {
      var value =
          command.equals("Healthcheck")
              ? config.at("/Healthcheck/Test/1")
              : config.at("/Entrypoint/0");
      if (!value.asText().startsWith("/opt/parley/bin/")) {
        faults.add(command + " is no program of Parley");
      }
    }
    for (var label : LABELS) {
      if (config.path("Labels").path("org.opencontainers.image." + label).asText().isEmpty()) {
        faults.add("There is no label " + label);
      }
    }
    for (var variable : config.path("Env")) {
      if (SECRET_NAME.matcher(variable.asText()).matches()) {
        faults.add("The environment holds " + variable.asText().replaceFirst("=.*", ""));
      }
    }
    return faults;
  }

  /// A file of Parley's layers.
  static List<String> file(LayerFile file, byte[] content) {
    var faults = new ArrayList<String>();
    if (file.regular()
        && MISPLACED.matcher(file.name()).matches()
        && !DESCRIPTION.matcher(file.name()).matches()) {
      faults.add(file.name() + " does not belong into an image");
    }
    var found = SECRET.matcher(new String(content, StandardCharsets.ISO_8859_1));
    if (!file.name().equals(CACHE) && found.find()) {
      faults.add(file.name() + " holds what looks like a secret, at " + found.start());
    }
    boolean ownData =
        Stream.of("logs", "output").anyMatch(it -> file.name().matches(it + "(/.*)?"));
    if (ownData && (file.mode() & 0070) != 0070) {
      faults.add(file.name() + " is not writable by the group");
    }
    if (file.name().startsWith("opt/parley/") && file.regular()) {
      if ((file.mode() & 0022) != 0) {
        faults.add(file.name() + " is writable by others than root");
      }
      if ((file.mode() & 0004) == 0) {
        faults.add(file.name() + " is not readable by every user");
      }
    }
    return faults;
  }

  /// Every library of the WAR, and Open Liberty, is named in the bill of materials.
  ///
  /// @param libraries the names of the jars, such as `jedis-8.0.2.jar`
  static List<String> materials(JsonNode bill, List<String> libraries) {
    var faults = new ArrayList<String>();
    if (!bill.path("bomFormat").asText().equals("CycloneDX")) {
      return List.of("The bill of materials is not CycloneDX");
    }
    var known = new TreeSet<String>(Set.of());
    StreamSupport.stream(bill.path("components").spliterator(), false)
        .forEach(component -> {
          var name = component.path("name").asText();
          known.add(name + "-" + component.path("version").asText() + ".jar");
          known.add(name + ".jar"); // natives of other platforms are taken out of two of them
        });
    libraries.stream()
        .filter(library -> !known.contains(library))
        .forEach(library -> faults.add("The bill of materials lacks " + library));
    if (!known.contains("openliberty-runtime.jar")) {
      faults.add("The bill of materials lacks Open Liberty");
    }
    return faults;
  }
}
