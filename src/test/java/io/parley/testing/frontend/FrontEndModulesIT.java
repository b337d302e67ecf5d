package io.parley.testing.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.launcher.WebJars;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The front-end modules, `src/main/webapp/js`: their tests (`src/test/js`) and their types.
class FrontEndModulesIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path WORKSHOP = Node.workshop();

  private static Node node;

  @BeforeAll
  static void unpack() throws IOException {
    node = Node.unpack(WORKSHOP);
    WebJars.unpack("typescript", WORKSHOP.resolve("typescript"));
    WebJars.unpack("types__trusted-types", WORKSHOP.resolve("types/trusted-types"));
  }

  @TestFactory
  List<DynamicNode> theirTestsPass() throws Exception {
    var report = Files.createTempFile(WORKSHOP, "tests", ".xml");
    var outcome =
        node.run(
            PROJECT,
            List.of(
                "--test",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                "src/test/js/**/*.test.js"));
    var tests = NodeReport.read(Files.readString(report));
    assertFalse(tests.isEmpty(), "No test below src/test/js ran. " + outcome.output());
    return tests;
  }

  @Test
  void theirTypesHold() throws Exception {
    var project = WORKSHOP.resolve("tsconfig.json");
    Files.writeString(project, Json.write(typeCheck()));

    var outcome =
        node.run(
            PROJECT,
            List.of(
                WORKSHOP.resolve("typescript/lib/tsc.js").toString(), "-p", project.toString()));

    assertEquals(0, outcome.status(), outcome.output());
  }

  /// The project's own settings; only where packages are found differs from an npm installation.
  private static Map<String, Object> typeCheck() {
    return Map.of(
        "extends",
        PROJECT.resolve("src/test/js/tsconfig.json").toString(),
        "compilerOptions",
        Map.of(
            "typeRoots",
            List.of(WORKSHOP.resolve("types").toString()),
            "paths",
            Map.of(
                "trusted-types/*", List.of(WORKSHOP.resolve("types/trusted-types/*").toString()))));
  }
}
