package io.parley.history;

import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.FinishReason;
import io.parley.event.MessageId;
import io.parley.event.ReplyDetails;
import io.parley.llm.ModelName;
import io.parley.participant.Doubles;
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
  private final String tag;

  private MessageRow(Message message, boolean own, boolean aside, String tag) {
    this.message = message;
    this.own = own;
    this.aside = aside;
    this.tag = tag;
  }

  /// @param self the id of whom the page is rendered for
  public static List<MessageRow> of(List<Message> messages, String self) {
    return of(messages, self, new Doubles());
  }

  /// @param doubles those whose names are on the page; the authors are added
  public static List<MessageRow> of(List<Message> messages, String self, Doubles doubles) {
    return rows(messages, self, Optional.empty(), doubles);
  }

  /// @param shown the others are on other branches
  public static List<MessageRow> of(List<Message> messages, String self, Set<MessageId> shown) {
    return rows(messages, self, Optional.of(shown), new Doubles());
  }

  private static List<MessageRow> rows(
      List<Message> messages, String self, Optional<Set<MessageId>> shown, Doubles doubles) {
    messages.forEach(message -> doubles.add(message.author().id(), called(message)));
    return messages.stream()
        .map(message ->
            new MessageRow(
                message,
                message.author().id().equals(self) && !message.imported(),
                shown.filter(ids -> !ids.contains(message.id())).isPresent(),
                message.role() == Message.Role.USER
                    ? doubles.tagOf(message.author().id(), message.author().name())
                    : ""))
        .toList();
  }

  private static String called(Message message) {
    String name = message.author().name();
    return message.role() == Message.Role.USER ? name : ModelName.of(message.model().orElse(name));
  }

  /// What is not in the markup itself, as clients get it.
  private record More(
      Optional<FinishReason> finishReason,
      Optional<String> refusal,
      Optional<Event.ReplyError> error,
      List<Event.Citation> citations,
      Optional<Event.Usage> usage,
      Optional<ReplyDetails> details) {}

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
    return called(message);
  }

  /// Tells the author apart from another whose name looks the same; empty without such another.
  public String getTag() {
    return tag;
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

  /// What the model of a reply thought before it answered; empty if nothing.
  public String getThinking() {
    return message.thinking().orElse("");
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
            new More(
                message.finishReason(),
                message.refusal(),
                message.error(),
                message.citations(),
                message.usage(),
                message.details()));
  }

  public String getCreatedAt() {
    return message.createdAt().toString();
  }

  public String getClock() {
    return CLOCK.format(message.createdAt());
  }
}
