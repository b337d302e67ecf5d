package io.parley.chaos;

import io.parley.testing.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Autobahn's cases against the room's socket.
final class Autobahn implements Scenario {
  /// What Liberty does below the API that we have: it takes a continuation that continues nothing
  /// for the beginning of a text, and checks the UTF-8 of each fragment alone.
  private static final Set<String> OF_THE_CONTAINER =
      Set.of("5.12", "5.13", "5.14", "5.15", "5.16", "6.2.3", "6.2.4");

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "autobahn";
  }

  @Override
  public String title() {
    return "Autobahn's test cases, sections 1–7, 9 and 10, on the room's socket";
  }

  @Override
  public String mustHold() {
    return "answers, pongs and close codes as RFC 6455 and docs/protocol.md have them";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) throws IOException {
    Room room = cluster.room("mentions", "test/echo");
    ApiClient who = ApiClient.guest(cluster.east(), "autobahn");
    List<AutobahnCase> cases = AutobahnCases.all();
    List<String> failed = new ArrayList<>();
    List<String> container = new ArrayList<>();
    for (AutobahnCase each : cases) {
      try (RawSocket socket = RawSocket.open(who, room)) {
        boolean known = OF_THE_CONTAINER.contains(each.number());
        String wrong = each.play(socket, known ? AT_ONCE : PATIENCE);
        if (!wrong.isEmpty()) {
          if (known) {
            container.add("%s (%s)".formatted(each.number(), each.what()));
          } else {
            failed.add("%s (%s: %s)".formatted(each.number(), each.what(), wrong));
          }
        }
      }
    }
    findings.note(
        "%d of %d cases pass"
            .formatted(cases.size() - failed.size() - container.size(), cases.size()));
    findings.none("fail", failed);
    findings.note(
        "%d are failed by Liberty itself: %s"
            .formatted(container.size(), String.join(", ", container)));
  }
}
