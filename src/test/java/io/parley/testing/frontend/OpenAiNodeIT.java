package io.parley.testing.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// OpenAI's SDK for Node, against a running node: `src/test/sdk/openai.test.mjs`.
class OpenAiNodeIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path WORKSHOP =
      Path.of(System.getProperty("parley.build.directory", "target"))
          .toAbsolutePath()
          .resolve("front-end");

  @TestFactory
  List<DynamicNode> theSdkForNodeWorksAgainstParley() throws Exception {
    ParleyNode parley = TestBed.node();
    TestBed.MODELS.forEach(model -> TestBed.models().script(model, Script.echo()));
    ApiClient.Answer key =
        ApiClient.with(parley, TestBed.ADMIN_TOKEN).post("/api/keys", Map.of("name", "node"));
    assertEquals(201, key.status());
    Node node = Node.unpack(WORKSHOP);
    Path report = Files.createTempFile(WORKSHOP, "sdk", ".xml");
    Node.Outcome outcome =
        node.run(
            PROJECT,
            Map.of(
                "PARLEY_URL", parley.url().toString(),
                "PARLEY_KEY", key.body().path("secret").asText(),
                "MODELS_URL", TestBed.models().baseUrl().resolve("/").toString()),
            List.of(
                "--test",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                "src/test/sdk/openai.test.mjs"));
    List<DynamicNode> tests = NodeReport.read(Files.readString(report));
    assertFalse(tests.isEmpty(), "No test of the SDK ran. " + outcome.output());
    return tests;
  }
}
