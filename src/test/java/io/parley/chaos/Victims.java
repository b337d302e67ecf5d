package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Two guests, at a node each, and the holder of an API key.
final class Victims implements AutoCloseable {
  private final List<Victim> all;

  private Victims(List<Victim> all) {
    this.all = all;
  }

  static Victims settle(Cluster cluster, ApiClient operator, Secrets secrets, int tokens) {
    ApiClient ada = ApiClient.guest(cluster.east(), "ada");
    ApiClient grace = ApiClient.guest(cluster.west(), "grace");
    JsonNode made =
        operator.post("/api/keys", Map.of("name", "program", "scopes", List.of("api"))).body();
    ApiClient program = ApiClient.with(cluster.east(), made.path("secret").asText());
    List<CompletableFuture<Victim>> settling =
        List.of(
            begin(ada, ada.id(), secrets.of("ada"), tokens, cluster.nodes()),
            begin(grace, grace.id(), secrets.of("grace"), tokens, cluster.nodes()),
            begin(
                program,
                made.at("/key/id").asText(),
                secrets.of("program"),
                tokens,
                cluster.nodes()));
    return new Victims(settling.stream().map(CompletableFuture::join).toList());
  }

  private static CompletableFuture<Victim> begin(
      ApiClient who, String person, String word, int tokens, List<ParleyNode> nodes) {
    return CompletableFuture.supplyAsync(() -> Victim.settle(who, person, word, tokens, nodes));
  }

  Loot loot() {
    return all.stream().map(Victim::loot).reduce(Loot::and).orElseThrow();
  }

  List<Room> rooms() {
    return all.stream().map(Victim::room).toList();
  }

  void type() {
    all.forEach(Victim::type);
  }

  /// Whether everything is as it was, on every node.
  void judge(List<ParleyNode> nodes, Findings findings) {
    findings.none(
        "changes to the worlds of %d victims, as %d nodes show them"
            .formatted(all.size(), nodes.size()),
        nodes.stream()
            .flatMap(node -> all.stream().flatMap(victim -> victim.changes(node).stream()))
            .toList());
  }

  @Override
  public void close() {
    all.forEach(Victim::close);
  }
}
