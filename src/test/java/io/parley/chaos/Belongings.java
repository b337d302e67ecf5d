package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import java.util.List;
import java.util.Map;

/// The ids of what one victim has.
///
/// @param talk a private conversation
/// @param shared another one, whose beginning is shared
/// @param busy a third, in which a model is replying
/// @param erased a fourth, which its owner has deleted with its one message
/// @param messages all others of theirs, in the room and in private
/// @param replies the ends of all of these are known, but of the one in `busy`
/// @param draft what they are typing in the room
/// @param person themselves
record Belongings(
    String talk,
    String shared,
    String busy,
    String erased,
    String erasedMessage,
    Room room,
    String shareId,
    String shareToken,
    List<String> messages,
    List<String> replies,
    String draft,
    String person) {
  Belongings {
    messages = List.copyOf(messages);
    replies = List.copyOf(replies);
  }

  Loot loot() {
    return new Loot(
        Map.of(
            Kind.CONVERSATION, List.of(talk, shared, busy, room.id()),
            Kind.MESSAGE, messages,
            Kind.GONE, List.of(erased, erasedMessage),
            Kind.REPLY, replies,
            Kind.ROOM, List.of(room.name()),
            Kind.SHARE, List.of(shareId, shareToken),
            Kind.DRAFT, List.of(draft),
            Kind.PERSON, List.of(person)));
  }
}
