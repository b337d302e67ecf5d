package io.parley.room;

import io.parley.chat.Person;
import io.parley.conversation.Conversation;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.history.MessageRow;
import io.parley.history.PageRequest;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.llm.Models;
import io.parley.participant.Doubles;
import io.parley.participant.Participant;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A room as it is rendered: with its last page of history, so that it reads without scripts.
@Named
@RequestScoped
public class RoomPage {
  @Inject History history;
  @Inject Presence presence;
  @Inject Models models;
  @Inject Identities identities;
  @Inject RoomConfig config;
  @Inject HttpServletRequest request;

  private String name = "";
  private @Nullable Room room;
  private List<MessageRow> messages = List.of();
  private List<Participant> participants = List.of();
  private final Doubles doubles = new Doubles();
  private String next = "";
  private String notice = "";
  private String missed = "";

  /// An option of a form.
  public record Choice(String value, String label, boolean selected) {
    public String getValue() {
      return value;
    }

    public String getLabel() {
      return label;
    }

    public boolean isSelected() {
      return selected;
    }
  }

  void show(Room shown, Optional<String> before) {
    name = shown.name();
    room = shown;
    String self = participant().id().toString();
    participants = presence.participants(shown.id());
    participants.forEach(one -> doubles.add(one.id().toString(), one.name()));
    try {
      HistoryPage page = history.page(shown.id(), before, config.page());
      messages = MessageRow.of(page.items(), self, doubles);
      next = page.next().orElse("");
    } catch (ProblemException away) {
      notice = "Older messages are unavailable. " + away.detail();
    }
  }

  void missing(String wanted) {
    name = wanted;
  }

  /// Nothing was found because no room can have the name.
  ///
  /// @param like a name that may have been meant, or empty
  void impossible(String like) {
    name = like;
    missed = "A room’s name has lower-case letters, digits and hyphens, at most 40 of them.";
  }

  /// What is wrong with the name that was asked for; empty if nothing is.
  public String getMissed() {
    return missed;
  }

  public String getName() {
    return name;
  }

  public String getTopic() {
    return room == null ? "" : room.topic();
  }

  public String getId() {
    return room == null ? "" : room.id().toString();
  }

  public String getModel() {
    return Optional.ofNullable(room)
        .flatMap(Room::defaultModel)
        .orElseGet(() -> models.defaultModel().toString());
  }

  /// The model that the room itself names; empty if it has the server's.
  public String getChosenModel() {
    return Optional.ofNullable(room).flatMap(Room::defaultModel).orElse("");
  }

  /// Whether the reader may change the room's settings.
  public boolean isCreator() {
    return room != null && room.createdBy().filter(participant().id()::equals).isPresent();
  }

  /// Which messages are answered, as `session/answers.js` says it.
  public String getAnswersWords() {
    return answers()
        .map(answers ->
            switch (answers) {
              case ALL -> "A model replies to every message.";
              case MENTIONS -> "A model replies only when it is mentioned.";
              case OFF -> "Models don't reply here.";
            })
        .orElse(
            "A model replies to every message while one person is here, and to mentions when others"
                + " are here too.");
  }

  /// The values of `answers` for the form; the default is an empty one.
  public List<Choice> getAnswersChoices() {
    String chosen = answers().map(Conversation.Answers::wire).orElse("");
    return Stream.of(
            List.of("", "Automatically"),
            List.of("all", "To every message"),
            List.of("mentions", "Only when mentioned"),
            List.of("off", "Never"))
        .map(one -> new Choice(one.getFirst(), one.getLast(), one.getFirst().equals(chosen)))
        .toList();
  }

  private Optional<Conversation.Answers> answers() {
    return Optional.ofNullable(room).flatMap(Room::answers);
  }

  public List<MessageRow> getMessages() {
    return messages;
  }

  public String getNext() {
    return next;
  }

  public String getEarlierUrl() {
    return PageRequest.link(RoomPages.path(name), next);
  }

  public Person getParticipant() {
    return person(participant());
  }

  public List<Person> getParticipants() {
    return participants.stream().map(this::person).toList();
  }

  public String getNotice() {
    return notice;
  }

  private Participant participant() {
    Caller caller = identities.require(request);
    return caller.participant();
  }

  private Person person(Participant participant) {
    String tag = doubles.tagOf(participant.id().toString(), participant.name());
    return Person.of(participant, tag);
  }
}
