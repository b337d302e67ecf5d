package io.parley.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.RoomClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Somebody with a world of their own, which others must neither see nor change, and who is typing
/// in their room meanwhile.
final class Victim implements AutoCloseable {
  /// Searches are limited per guest and address: so is the number of looks.
  private static final int MOST_LOOKS = 50;

  /// In a row, by turns at all nodes.
  private static final int SAME_LOOKS = 6;

  private static final Duration ARCHIVED_WITHIN = Duration.ofSeconds(30);

  private final ApiClient who;
  private final String word;
  private final String question;
  private final Belongings own;
  private final RoomClient socket;
  private final World before;
  private final StringBuilder typed = new StringBuilder("a draft");
  private int seq = 1;

  private Victim(
      ApiClient who, String word, String question, Belongings own, List<ParleyNode> nodes) {
    this.who = who;
    this.word = word;
    this.question = question;
    this.own = own;
    this.socket = RoomClient.join(who, own.room().name());
    socket.draft(own.draft(), seq, "new", RoomClient.insert(0, typed.toString()));
    this.before = settled(nodes);
  }

  /// @param person the id under which others know them
  /// @param word in all of their private texts, and nowhere else
  /// @param tokens of the reply that is in progress while they are attacked
  static Victim settle(
      ApiClient who, String person, String word, int tokens, List<ParleyNode> nodes) {
    String question = word + " a".repeat(tokens - 1);
    return new Victim(who, word, question, new Settler(who, word).settle(person, question), nodes);
  }

  Loot loot() {
    return own.loot();
  }

  Room room() {
    return own.room();
  }

  /// A draft that nobody touches for two minutes is forgotten.
  synchronized void type() {
    socket.draft(own.draft(), ++seq, "edit", RoomClient.insert(typed.length(), "."));
    typed.append('.');
  }

  /// What is not as it was, on this node as on any other; in words.
  List<String> changes(ParleyNode node) {
    ApiClient here = who.at(node);
    List<String> changes = new ArrayList<>(before.differences(World.of(here, own, word)));
    JsonNode reply = Settler.awaitEnd(here, own.busy(), own.replies().getLast());
    if (!reply.path("status").asText().equals("finished")
        || !reply.path("content").asText().strip().equals(question)) {
      changes.add("the reply that was in progress is " + reply);
    }
    if (!draftIsShown(node)) {
      changes.add("the draft %s is not shown, or not as it was typed".formatted(own.draft()));
    }
    return changes.stream()
        .map(change -> "%s at %s: %s".formatted(who.name(), node.name(), change))
        .toList();
  }

  private synchronized boolean draftIsShown(ParleyNode node) {
    ApiClient observer = ApiClient.guest(node, "observer");
    try {
      Await.within(Duration.ofSeconds(5)).check("the draft is shown", () -> isShownTo(observer));
      return true;
    } catch (AssertionError hidden) {
      return false;
    }
  }

  private boolean isShownTo(ApiClient observer) {
    try (RoomClient in = RoomClient.join(observer, room().name())) {
      for (JsonNode draft : in.frame("welcome").path("drafts")) {
        if (draft.path("draft_id").asText().equals(own.draft())) {
          return draft.path("text").asText().equals(typed.toString());
        }
      }
      return false;
    }
  }

  /// What follows the archive, such as the sum of all usage, comes a moment later, and at each node
  /// at another one.
  private World settled(List<ParleyNode> nodes) {
    for (ParleyNode node : nodes) {
      Await.within(ARCHIVED_WITHIN)
          .check("the archive is shown at " + node.name(), () -> Settled.at(who.at(node), own));
    }
    World last = World.withoutExports(who, own, word);
    int same = 0;
    for (int look = 0; same < SAME_LOOKS && look < MOST_LOOKS; look++) {
      World now = World.withoutExports(who.at(nodes.get(look % nodes.size())), own, word);
      same = now.equals(last) ? same + 1 : 0;
      last = now;
    }
    return World.of(who, own, word);
  }

  @Override
  public void close() {
    socket.close();
  }
}
