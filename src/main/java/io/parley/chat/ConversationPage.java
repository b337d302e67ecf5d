package io.parley.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.conversation.Branches;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.conversation.Message;
import io.parley.event.MessageId;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.history.MessageRow;
import io.parley.history.PageRequest;
import io.parley.identity.Identities;
import io.parley.llm.ModelName;
import io.parley.llm.Models;
import io.parley.platform.Json;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A private conversation as it is rendered: with its last page of history, so that it reads
/// without scripts. One that is not there yet has no id.
@Named
@RequestScoped
public class ConversationPage {
  static final String UNTITLED = "New conversation";
  private static final int PAGE = 50;

  @Inject History history;
  @Inject Models models;
  @Inject Identities identities;
  @Inject HttpServletRequest request;

  private @Nullable Conversation conversation;
  private List<MessageRow> messages = List.of();
  private String next = "";
  private String position = "";
  private String notice = "";
  private String oops = "";
  private String why = "";

  void show(Conversation shown, Optional<String> before) {
    conversation = shown;
    try {
      HistoryPage page = history.page(shown.id(), before, PAGE);
      messages = MessageRow.of(page.items(), getParticipant().getId(), onPath(shown, page));
      next = page.next().orElse("");
      position = page.position().toString();
    } catch (ProblemException away) {
      notice = "Older messages are unavailable. " + away.detail();
    }
  }

  /// Of a page's messages those on the branch that the newest is on. The others come along unseen,
  /// for the page to show when they are wanted.
  private static Set<MessageId> onPath(Conversation shown, HistoryPage page) {
    return page.isEmpty()
        ? Set.of()
        : new Branches(shown.id(), page.items(), page.next().isEmpty())
            .path(page.items().getLast().id()).messages().stream()
                .map(Message::id)
                .collect(Collectors.toUnmodifiableSet());
  }

  public void refuse(String what, String reason) {
    oops = what;
    why = reason;
  }

  public String getId() {
    return conversation == null ? "" : conversation.id().toString();
  }

  public String getTitle() {
    return Optional.ofNullable(conversation).flatMap(Conversation::title).orElse(UNTITLED);
  }

  public String getSettings() {
    ObjectNode settings =
        Json.MAPPER.valueToTree(
            conversation == null
                ? ConversationSettings.NONE
                : ConversationSettings.of(conversation));
    return settings.put("default_model", model()).toString();
  }

  public String getModelName() {
    return ModelName.of(model());
  }

  public List<MessageRow> getMessages() {
    return messages;
  }

  public String getNext() {
    return next;
  }

  public String getPosition() {
    return position;
  }

  public String getEarlierUrl() {
    return PageRequest.link(ConversationPages.path(getId()), next);
  }

  public Person getParticipant() {
    return Person.of(identities.require(request).participant());
  }

  public String getNotice() {
    return notice;
  }

  /// What is wrong, if there is no conversation to show.
  public String getOops() {
    return oops;
  }

  public String getWhy() {
    return why;
  }

  private String model() {
    return Optional.ofNullable(conversation)
        .flatMap(Conversation::defaultModel)
        .orElseGet(() -> models.defaultModel().toString());
  }
}
