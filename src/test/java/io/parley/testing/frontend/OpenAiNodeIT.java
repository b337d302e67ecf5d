package io.parley.testing.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.testing.openai.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Other people's clients for Node, against a running node: `src/test/sdk/*.test.mjs`, with the
/// packages that its package-lock.json names.
class OpenAiNodeIT {
  private static final Path SOURCES = Path.of("src/test/sdk").toAbsolutePath();

  @TestFactory
  List<DynamicNode> theClientsForNodeWorkAgainstParley() throws Exception {
    ParleyNode parley = TestBed.node();
    TestBed.MODELS.forEach(model -> TestBed.models().script(model, Script.echo()));
    ApiClient.Answer key =
        ApiClient.with(parley, TestBed.ADMIN_TOKEN).post("/api/keys", Map.of("name", "node"));
    assertEquals(201, key.status());
    Node node = Node.unpack(Node.workshop());
    Path clients = clients(node);
    Path report = Files.createTempFile(Node.workshop(), "sdk", ".xml");
    Node.Outcome outcome =
        node.run(
            clients,
            Map.of(
                "PARLEY_URL", parley.url().toString(),
                "PARLEY_KEY", key.body().path("secret").asText(),
                "MODELS_URL", TestBed.models().baseUrl().resolve("/").toString()),
            List.of(
                "--test",
                // they script the same provider
                "--test-concurrency=1",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                "*.test.mjs"));
    List<DynamicNode> tests = NodeReport.read(Files.readString(report));
    assertFalse(tests.isEmpty(), "No test of a client ran. " + outcome.output());
    return tests;
  }

  /// The tests beside their packages, where Node looks for these.
  private static Path clients(Node node) throws IOException, InterruptedException {
    Path clients = Files.createDirectories(Node.workshop().resolve("sdk"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, clients.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Npm.unpack(node, Node.workshop().resolve("npm")).install(clients);
    return clients;
  }
}
