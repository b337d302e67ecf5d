package io.parley.room;

import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.identity.Caller;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Parameters;
import io.parley.log.ConversationId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rooms there are, and how many people are in each.
@ApplicationScoped
public class Rooms {
  @Inject Conversations conversations;
  @Inject Presence presence;
  @Inject Models models;
  @Inject Clock clock;

  /// @throws io.parley.platform.ProblemException `conflict` if the name is taken, `unknown_model`,
  ///   `forbidden` if the caller's API key may not use the default model, `unavailable` while
  ///   PostgreSQL is away
  public Room open(NewRoom plan, Caller caller) {
    plan.defaultModel().map(models::require).map(ModelId::toString).ifPresent(caller::requireModel);
    Instant now = clock.instant();
    Conversation room =
        new Conversation(
            new ConversationId(Ids.next()),
            Conversation.Kind.ROOM,
            Optional.of(plan.name()),
            Optional.of(plan.topic().orElse("")),
            Optional.empty(),
            plan.defaultModel(),
            plan.answers().orElse(Conversation.Answers.ALL),
            Optional.empty(),
            Parameters.NONE,
            Optional.empty(),
            now,
            now,
            Optional.empty());
    conversations.add(room);
    return Room.of(room, 0);
  }

  /// @throws io.parley.platform.ProblemException `unavailable` if this node does not know it and
  ///   PostgreSQL is away
  public Optional<Room> find(String name) {
    return conversations.findRoom(name).map(this::counted);
  }

  /// @throws io.parley.platform.ProblemException `not_found` if there is none of this name,
  ///   `unavailable` as [#find]
  public Room require(String name) {
    return find(name)
        .orElseThrow(() -> Problem.NOT_FOUND.because("There is no room of this name."));
  }

  /// All rooms, by name.
  public List<Room> list() {
    List<Conversation> rooms = conversations.rooms();
    Map<ConversationId, Integer> counts =
        presence.counts(rooms.stream().map(Conversation::id).toList());
    return rooms.stream().map(room -> Room.of(room, counts.getOrDefault(room.id(), 0))).toList();
  }

  private Room counted(Conversation room) {
    return Room.of(room, presence.counts(List.of(room.id())).getOrDefault(room.id(), 0));
  }
}
