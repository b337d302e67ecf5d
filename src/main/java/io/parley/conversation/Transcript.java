package io.parley.conversation;

import io.parley.event.Continuation;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.MessageId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A conversation's messages, grown event by event in the log's order. An event that was applied
/// before changes nothing, so that an archived page and the events around its end may overlap.
public final class Transcript {
  private final Map<MessageId, Message> messages = new LinkedHashMap<>();

  public Transcript(Collection<Message> archived) {
    archived.forEach(message -> messages.put(message.id(), message));
  }

  public void apply(LogEntry<? extends Event.Durable> entry) {
    switch (entry.event()) {
      case Event.MessagePosted posted ->
          messages.putIfAbsent(posted.messageId(), posted(entry, posted));
      case Event.ReplyStarted started ->
          messages.merge(
              new MessageId(started.replyId().value()),
              started(entry, started),
              (reply, _) -> started.continues().map(so -> goesOn(reply, so)).orElse(reply));
      case Event.ReplyFinished finished ->
          messages.computeIfPresent(
              new MessageId(finished.replyId().value()),
              (_, reply) ->
                  reply.status() == Message.Status.STREAMING ? finished(reply, finished) : reply);
      case Event.MessageRemoved removed -> messages.remove(removed.messageId());
      case Event.ReplyRequested _, Event.ConversationDeleted _, Event.Heartbeat _ -> {}
    }
  }

  public List<Message> messages() {
    return List.copyOf(messages.values());
  }

  public static Message posted(LogEntry<?> entry, Event.MessagePosted posted) {
    return Message.posted(entry.conversation(), entry.position(), posted);
  }

  public static Message started(LogEntry<?> entry, Event.ReplyStarted started) {
    return new Message(
        new MessageId(started.replyId().value()),
        entry.conversation(),
        Message.Role.ASSISTANT,
        Message.Author.ofModel(started.model()),
        "",
        Optional.of(started.model()),
        Message.Status.STREAMING,
        Optional.of(started.messageId()),
        Optional.empty(),
        entry.position(),
        started.at(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        started.origin(),
        started.attempt());
  }

  public static Message finished(Message reply, Event.ReplyFinished finished) {
    return new Message(
        reply.id(),
        reply.conversationId(),
        reply.role(),
        Message.Author.ofModel(finished.model()),
        finished.text(),
        Optional.of(finished.model()),
        Message.Status.of(finished.status()),
        reply.parentId(),
        reply.draftId(),
        reply.position(),
        reply.createdAt(),
        Optional.of(finished.at()),
        finished.thinking(),
        finished.finishReason(),
        finished.refusal(),
        finished.usage(),
        finished.citations(),
        finished.error(),
        finished.details(),
        reply.origin(),
        finished.attempt());
  }

  /// An event that was applied before must not take a later end back.
  private static Message goesOn(Message reply, Continuation so) {
    return reply.content().length() > so.text().length()
        ? reply
        : inProgress(reply, so.text(), reply.thinking());
  }

  /// A reply before its end, with its text and its model's thoughts so far.
  public static Message inProgress(Message reply, String text, Optional<String> thinking) {
    return new Message(
        reply.id(),
        reply.conversationId(),
        reply.role(),
        reply.author(),
        text,
        reply.model(),
        Message.Status.STREAMING,
        reply.parentId(),
        reply.draftId(),
        reply.position(),
        reply.createdAt(),
        Optional.empty(),
        thinking,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        reply.origin(),
        reply.attempt());
  }
}
