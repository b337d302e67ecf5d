package io.parley.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Json;
import io.parley.services.SecretFile;
import io.parley.services.ServicesException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The API key of this machine's Parley: made at the first start, as an operator would make it, and
/// kept with the data for as long as the server takes it.
///
/// @param file holds the secret, for its owner alone
record LocalKey(String secret, Path file) {
  /// Its name in the data directory.
  static final String FILE = "api-key";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// @throws ServicesException if there is none and none can be made
  static LocalKey of(Path dataDirectory, URI server, String adminToken)
      throws InterruptedException {
    var path = dataDirectory.resolve(FILE);
    var file = new SecretFile(path);
    try (var http = HttpClient.newHttpClient()) {
      var kept = file.read().map(secret -> new LocalKey(secret, path));
      if (kept.isPresent() && kept.get().isGood(http, server)) {
        return kept.get();
      }
      var made = new LocalKey(make(http, server, adminToken), path);
      file.write(made.secret());
      return made;
    } catch (IOException e) {
      // its message may be null, as a refused connection's is
      throw new ServicesException(
          "Parley made no API key, because %sapi/keys failed: %s".formatted(server, e), e);
    }
  }

  @Override
  public String toString() {
    return "LocalKey";
  }

  private boolean isGood(HttpClient http, URI server) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/models"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + secret)
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  private static String make(HttpClient http, URI server, String adminToken)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/keys"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + adminToken)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Map.of("name", "local"))))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    JsonNode answer = Json.MAPPER.readTree(response.body());
    if (response.statusCode() != 201) {
      throw new IOException("the server answered " + answer.path("detail").asText());
    }
    return answer.path("secret").asText();
  }
}
