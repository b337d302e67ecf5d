package io.parley.chat;

import io.parley.participant.Participant;

/// A participant as pages show them.
///
/// @param tag what tells them apart from others of the same name; empty if there are none
public record Person(String id, String name, String tag) {
  public static Person of(Participant participant) {
    return of(participant, "");
  }

  public static Person of(Participant participant, String tag) {
    return new Person(participant.id().toString(), participant.name(), tag);
  }

  public String getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public String getTag() {
    return tag;
  }
}
