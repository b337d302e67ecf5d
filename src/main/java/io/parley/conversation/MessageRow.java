package io.parley.conversation;

import io.parley.log.Event;
import io.parley.log.MessageId;
import io.parley.platform.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A message as a page renders it, in a room and in a private conversation alike
/// (`WEB-INF/templates/message-row.xhtml`).
public final class MessageRow {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private final Message message;
  private final boolean own;
  private final boolean aside;

  private MessageRow(Message message, boolean own, boolean aside) {
    this.message = message;
    this.own = own;
    this.aside = aside;
  }

  /// @param self the id of whom the page is rendered for
  public static List<MessageRow> of(List<Message> messages, String self) {
    return messages.stream()
        .map(message -> new MessageRow(message, message.author().id().equals(self), false))
        .toList();
  }

  /// @param shown the others are on other branches
  static List<MessageRow> of(List<Message> messages, String self, Set<MessageId> shown) {
    return messages.stream()
        .map(message ->
            new MessageRow(
                message, message.author().id().equals(self), !shown.contains(message.id())))
        .toList();
  }

  /// What is not in the markup itself, as on the wire.
  private record More(
      Optional<Event.ReplyError> error,
      List<Event.Citation> citations,
      Optional<Event.Usage> usage,
      Optional<Event.ReplyDetails> details) {}

  public String getId() {
    return message.id().toString();
  }

  public String getRole() {
    return message.role().wire();
  }

  public String getAuthorId() {
    return message.author().id();
  }

  public String getAuthorName() {
    return message.author().name();
  }

  public boolean isOwn() {
    return own;
  }

  /// Whether it is not to be seen before the page's scripts have looked.
  public boolean isAside() {
    return aside;
  }

  public String getContent() {
    return message.content();
  }

  public String getModel() {
    return message.model().orElse("");
  }

  public String getStatus() {
    return message.status().wire();
  }

  public boolean isImported() {
    return message.imported();
  }

  public String getParentId() {
    return message.parentId().map(Object::toString).orElse("");
  }

  public String getMore() {
    return message.role() == Message.Role.USER
        ? ""
        : Json.write(
            new More(message.error(), message.citations(), message.usage(), message.details()));
  }

  public String getCreatedAt() {
    return message.createdAt().toString();
  }

  public String getClock() {
    return CLOCK.format(message.createdAt());
  }
}
