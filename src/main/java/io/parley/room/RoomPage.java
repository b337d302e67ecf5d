package io.parley.room;

import io.parley.conversation.History;
import io.parley.conversation.HistoryPage;
import io.parley.conversation.MessageRow;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.identity.Participant;
import io.parley.llm.Models;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
  private String next = "";
  private String notice = "";

  /// A participant in the list.
  public record Person(String id, String name) {
    public String getId() {
      return id;
    }

    public String getName() {
      return name;
    }
  }

  void show(Room shown, Optional<String> before) {
    name = shown.name();
    room = shown;
    String self = participant().id().toString();
    try {
      HistoryPage page = history.page(shown.id(), before, config.page());
      messages = MessageRow.of(page.items(), self);
      next = page.next().orElse("");
    } catch (ProblemException away) {
      notice = "Older messages cannot be shown just now. " + away.detail();
    }
  }

  void missing(String wanted) {
    name = wanted;
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

  public List<MessageRow> getMessages() {
    return messages;
  }

  public String getNext() {
    return next;
  }

  public String getEarlierUrl() {
    return next.isEmpty()
        ? ""
        : RoomPages.path(name) + "?before=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  public Person getParticipant() {
    return person(participant());
  }

  public List<Person> getParticipants() {
    return room == null
        ? List.of()
        : presence.participants(room.id()).stream().map(RoomPage::person).toList();
  }

  public String getNotice() {
    return notice;
  }

  private Participant participant() {
    Caller caller = identities.require(request);
    return caller.participant();
  }

  private static Person person(Participant participant) {
    return new Person(participant.id().toString(), participant.name());
  }
}
