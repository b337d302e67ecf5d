package io.parley.launcher;

import io.parley.start.Box;
import io.parley.start.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What somebody wants to know once Parley runs. Secrets are not shown, but where they are.
///
/// @param address where Parley is
/// @param nodes the addresses of several nodes, by their names; empty if there is one
/// @param data the data directory
/// @param secrets the names of the files in it that hold the operator's secrets
/// @param logs where logs are
record Welcome(
    String address, Map<String, String> nodes, Path data, List<String> secrets, String logs) {
  private static final Map<String, String> TITLES =
      Map.of(LocalSettings.ADMIN_TOKEN, "Operator token", LocalKey.FILE, "API key");

  Welcome {
    nodes = Map.copyOf(nodes);
    secrets = List.copyOf(secrets);
  }

  Box box() {
    var box = new Box("Parley is ready:", address);
    new TreeMap<>(nodes).forEach(box::row);
    box.row("Stop", "Ctrl-C");
    box.row(
        "Connect a model",
        "OPENAI_API_KEY=sk-… %s (see docs/models.md)"
            .formatted(nodes.isEmpty() ? "./mvnw" : "deploy/two-nodes"));
    box.row("Data", Start.shown(data));
    for (var secret : secrets) {
      box.row(TITLES.getOrDefault(secret, secret), shown(secret) + " (readable by you only)");
    }
    if (!secrets.isEmpty()) {
      box.row(
          "Show secrets",
          "tail " + secrets.stream().map(this::quoted).collect(Collectors.joining(" ")));
    }
    return box.row("Logs", logs);
  }

  private String shown(String secret) {
    return Start.shown(data.resolve(secret));
  }

  /// For a shell.
  private String quoted(String secret) {
    var path = shown(secret);
    return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
