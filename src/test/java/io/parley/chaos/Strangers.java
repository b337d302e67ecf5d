package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// Those who attack: guests of both nodes and holders of API keys. Limits are per guest, so there
/// are several.
final class Strangers {
  private static final int GUESTS = 12;

  private final List<ApiClient> guests = new CopyOnWriteArrayList<>();
  private final List<ApiClient> keys = new ArrayList<>();
  private final Loot own;

  Strangers(Cluster cluster, ApiClient operator) {
    List<String> conversations = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (int n = 0; n < GUESTS; n++) {
      ApiClient guest =
          ApiClient.guest(cluster.nodes().get(n % cluster.nodes().size()), "stranger");
      String conversation =
          guest.post("/api/conversations", Map.of("title", "fuzz")).body().path("id").asText();
      conversations.add(conversation);
      messages.add(
          guest
              .post(
                  "/api/conversations/" + conversation + "/messages",
                  Map.of("message", "words", "reply", false))
              .body()
              .path("message_id")
              .asText());
      people.add(guest.id());
      guests.add(guest);
    }
    for (String scopes : List.of("api", "chat")) {
      String secret =
          operator
              .post("/api/keys", Map.of("name", "stranger", "scopes", List.of(scopes)))
              .body()
              .path("secret")
              .asText();
      keys.add(ApiClient.with(cluster.west(), secret));
    }
    own =
        new Loot(
            Map.of(
                Kind.CONVERSATION, conversations,
                Kind.MESSAGE, messages,
                Kind.DRAFT, List.of(Ids.next().toString()),
                Kind.PERSON, people));
  }

  /// What they have themselves.
  Loot own() {
    return own;
  }

  /// In turn. The first conversation and the first message of [#own] are those of number 0.
  ApiClient any(int turn) {
    return guests.get(turn % guests.size());
  }

  ApiClient any(RandomGenerator random) {
    return guests.get(random.nextInt(guests.size()));
  }

  /// A guest who has revoked their own tokens is nobody any more. Another one comes.
  void replace(ApiClient gone) {
    guests.replaceAll(guest -> guest == gone ? ApiClient.guest(gone.node(), "stranger") : guest);
  }

  /// What a request says about who asks: mostly a guest; now and then a key, a forged token or
  /// nothing.
  Optional<String> bearer(ApiClient guest, RandomGenerator random) {
    return switch (random.nextInt(16)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(keys.getFirst().bearer());
      case 2 -> Optional.of(keys.getLast().bearer());
      case 3 -> Optional.of(forged(guest.bearer(), random));
      default -> Optional.of(guest.bearer());
    };
  }

  /// One character is another one.
  private static String forged(String bearer, RandomGenerator random) {
    int start = "Bearer pg1.".length();
    int at = start + random.nextInt(bearer.length() - start);
    char other = (char) ('a' + random.nextInt(26));
    return bearer.substring(0, at) + other + bearer.substring(at + 1);
  }
}
