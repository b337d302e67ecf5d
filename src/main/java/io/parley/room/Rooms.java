package io.parley.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.chat.PublicRooms;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.identity.Caller;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.llm.Parameters;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The rooms there are, and how many people are in each.
@ApplicationScoped
public class Rooms {
  @Inject Conversations conversations;
  @Inject PublicRooms shared;
  @Inject RoomConfig config;
  @Inject Presence presence;
  @Inject Models models;
  @Inject Clock clock;

  /// @throws io.parley.platform.ProblemException `conflict` if the name is taken, `unknown_model`,
  ///   `forbidden` if there are too many rooms or the caller's API key may not use the default
  ///   model, `unavailable` while PostgreSQL is unavailable
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
            plan.answers(),
            Optional.empty(),
            Parameters.NONE,
            Optional.empty(),
            Optional.of(caller.id()),
            now,
            now,
            Optional.empty());
    shared.open(room, config.maxRooms());
    return Room.of(room, 0);
  }

  /// Changes a room's name or settings: what is null is taken away, what is not there stays.
  ///
  /// @param by empty for the operator. Others may change the settings of rooms that they have
  ///   created, but not the name
  /// @throws io.parley.platform.ProblemException `not_found`, `conflict` if another room has the
  ///   name, `invalid_request`, `too_large`, `unknown_model`, `forbidden` if it would rename the
  ///   lobby, if the caller has not created the room, would rename it, or may not use the model,
  ///   `unavailable` while PostgreSQL is unavailable
  public Room change(String name, JsonNode changes, Optional<Caller> by) {
    Conversation room = known(name);
    by.ifPresent(caller -> requireCreator(room, caller));
    return counted(
        shared.change(
            room.id(),
            before -> {
              NewRoom plan = NewRoom.of(before).with(changes);
              if (before.id().equals(Conversation.LOBBY) && !plan.name().equals(name)) {
                throw Problem.FORBIDDEN.because("The lobby cannot be renamed.");
              }
              if (by.isPresent() && !before.name().equals(Optional.of(plan.name()))) {
                throw Problem.FORBIDDEN.because("Only the operator may rename a room.");
              }
              plan.defaultModel()
                  .filter(model -> !before.defaultModel().equals(Optional.of(model)))
                  .map(models::require)
                  .ifPresent(model -> by.ifPresent(it -> it.requireModel(model.toString())));
              return before.room(
                  plan.name(),
                  plan.topic().orElse(""),
                  plan.defaultModel(),
                  plan.answers(),
                  shared.now());
            }));
  }

  /// Removes a room for good, as [PublicRooms#remove].
  ///
  /// @throws io.parley.platform.ProblemException `not_found`, `forbidden` for the lobby
  public CompletionStage<Void> remove(String name) {
    return shared.remove(known(name).id());
  }

  /// @throws io.parley.platform.ProblemException `unavailable` if this node does not know it and
  ///   PostgreSQL is unavailable
  public Optional<Room> find(String name) {
    return conversations.findRoom(name).map(this::counted);
  }

  /// @throws io.parley.platform.ProblemException `not_found` if there is none of this name,
  ///   `unavailable` as [#find]
  public Room require(String name) {
    return find(name).orElseThrow(Rooms::unknown);
  }

  /// Some rooms, as [PublicRooms#page].
  ///
  /// @throws io.parley.platform.ProblemException as there
  public RoomList list(Optional<String> before, int limit) {
    PublicRooms.Page page = shared.page(before, limit);
    Map<ConversationId, Integer> counts =
        presence.counts(page.rooms().stream().map(Conversation::id).toList());
    return new RoomList(
        page.rooms().stream()
            .map(room -> Room.of(room, counts.getOrDefault(room.id(), 0)))
            .toList(),
        page.next());
  }

  /// Rooms with people in them.
  ///
  /// @param limit the most that are looked at
  /// @throws io.parley.platform.ProblemException `unavailable` if this node does not know one and
  ///   PostgreSQL is unavailable
  List<Room> inhabited(int limit) {
    List<Conversation> found =
        presence.inhabited(limit).stream()
            .flatMap(id -> conversations.find(id).stream())
            .filter(it -> it.kind() == Conversation.Kind.ROOM)
            .toList();
    Map<ConversationId, Integer> counts =
        presence.counts(found.stream().map(Conversation::id).toList());
    return found.stream()
        .map(room -> Room.of(room, counts.getOrDefault(room.id(), 0)))
        .filter(room -> room.participants() > 0)
        .toList();
  }

  private static void requireCreator(Conversation room, Caller caller) {
    if (!room.isCreatedBy(caller.id())) {
      throw Problem.FORBIDDEN.because(
          "Only the participant who created this room, or the operator, may change its settings.");
    }
  }

  private Conversation known(String name) {
    return conversations.findRoom(name).orElseThrow(Rooms::unknown);
  }

  private static ProblemException unknown() {
    return Problem.NOT_FOUND.because("No room has this name.");
  }

  private Room counted(Conversation room) {
    return Room.of(room, presence.counts(List.of(room.id())).getOrDefault(room.id(), 0));
  }
}
