package io.parley.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What the Dockerfile keeps to. Each rule returns what breaks it.
final class DockerfileRules {
  /// A name of an argument or a variable that would keep a secret in the image's history.
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SECRET|TOKEN|PASSWORD|API_KEY|JAAS|CREDENTIAL).*");

  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][\\w.]*)=(\"[^\"]*\"|\\S*)");

  private static final Map<String, String> WRITABLE =
      Map.of("LOG_DIR", "/logs", "WLP_OUTPUT_DIR", "/output");

  private static final List<String> LABELS =
      List.of(
          "title",
          "description",
          "vendor",
          "licenses",
          "source",
          "documentation",
          "version",
          "revision",
          "created");

  private final List<Instruction> all;
  private final List<Instruction> last;

  private DockerfileRules(String dockerfile) {
    this.all = instructions(dockerfile);
    int from = -1;
    for (int i = 0; i < all.size(); i++) {
      from = all.get(i).name().equals("FROM") ? i : from;
    }
    this.last = all.subList(Math.max(from, 0), all.size());
  }

  /// @param arguments what follows, on one line
  private record Instruction(String name, String arguments) {}

  /// @param documentation the text of docs/container.md
  static List<String> faults(String dockerfile, String documentation) {
    var rules = new DockerfileRules(dockerfile);
    var faults = new ArrayList<String>();
    rules.bases(faults);
    rules.process(faults);
    rules.labels(faults);
    rules.names(documentation, faults);
    rules.copies(faults);
    return faults;
  }

  private static List<Instruction> instructions(String dockerfile) {
    var joined = dockerfile.replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", " ");
    return joined
        .lines()
        .filter(Predicate.not(String::isBlank))
        .map(line -> line.strip().split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts.length == 1 ? "" : parts[1].strip()))
        .toList();
  }

  /// Every base can be replaced, and is of a version.
  private void bases(List<String> faults) {
    var defaults = assignments(all, "ARG");
    for (var from : all) {
      if (from.name().equals("FROM")) {
        var name = from.arguments().replaceFirst("\\s+AS\\s.*", "").replaceAll("[${}]", "");
        var base = defaults.getOrDefault(name, "");
        if (!base.matches("[^:@]+(:[\\w.-]+|@sha256:[0-9a-f]{64})") || base.endsWith(":latest")) {
          faults.add("FROM " + from.arguments() + " is no argument with a version");
        }
      }
    }
  }

  private void process(List<String> faults) {
    require("EXPOSE", "9080"::equals, faults);
    require("USER", "1001:0"::equals, faults);
    require("STOPSIGNAL", "SIGTERM"::equals, faults);
    require("ENTRYPOINT", it -> it.startsWith("[\"/opt/parley/bin/"), faults);
    require("HEALTHCHECK", it -> it.contains("CMD [\"/opt/parley/bin/health\""), faults);
    var environment = assignments(last, "ENV");
    WRITABLE.forEach((variable, directory) -> {
      if (!directory.equals(environment.get(variable))) {
        faults.add(variable + " is not " + directory);
      }
    });
    if (!"json".equals(environment.get("PARLEY_LOGGING_FORMAT"))) {
      faults.add("Logs are not JSON");
    }
    int user = last.stream().map(Instruction::name).toList().lastIndexOf("USER");
    int run = last.stream().map(Instruction::name).toList().lastIndexOf("RUN");
    if (user < run) {
      faults.add("RUN comes after USER");
    }
  }

  private void require(String name, Predicate<String> rule, List<String> faults) {
    var found = last.stream().filter(it -> it.name().equals(name)).toList();
    if (found.size() != 1 || !rule.test(found.getFirst().arguments())) {
      faults.add(name + " is " + found.stream().map(Instruction::arguments).toList());
    }
  }

  private void labels(List<String> faults) {
    var labels = assignments(last, "LABEL");
    for (var label : LABELS) {
      if (labels.getOrDefault("org.opencontainers.image." + label, "").isEmpty()) {
        faults.add("There is no label " + label);
      }
    }
  }

  /// Arguments and variables are documented, and none of them is a secret.
  private void names(String documentation, List<String> faults) {
    var names = new LinkedHashMap<String, String>(assignments(all, "ARG"));
    names.putAll(assignments(all, "ENV"));
    for (var name : names.keySet()) {
      if (SECRET_NAME.matcher(name).matches()) {
        faults.add(name + " would keep a secret in the image");
      }
      if (!documentation.contains("`" + name + "`")) {
        faults.add(name + " is not documented");
      }
    }
  }

  /// Nothing is fetched, and only what the build has laid out gets into the image.
  private void copies(List<String> faults) {
    for (var instruction : all) {
      if (instruction.name().equals("ADD")) {
        faults.add("ADD " + instruction.arguments() + " fetches or unpacks");
      }
    }
    for (var instruction : last) {
      if (instruction.name().equals("COPY")
          && !instruction.arguments().equals("--from=build /image/ /")) {
        faults.add("COPY " + instruction.arguments() + " is not what the build has laid out");
      }
    }
  }

  private static Map<String, String> assignments(List<Instruction> instructions, String name) {
    var found = new LinkedHashMap<String, String>();
    for (var instruction : instructions) {
      if (instruction.name().equals(name)) {
        ASSIGNMENT
            .matcher(instruction.arguments())
            .results()
            .forEach(it -> found.put(it.group(1), it.group(2).replace("\"", "")));
      }
    }
    return found;
  }
}
