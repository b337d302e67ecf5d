package io.parley.transfer;

import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.event.ReplyId;
import io.parley.feedback.Feedback;
import io.parley.participant.Participant;
import io.parley.platform.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// What a conversation's log would hold had a copy of some messages been said in it: new ids, the
/// same parents, no requests for replies.
final class CopiedEvents {
  private final Function<Message.Author, Participant> authors;
  private final Function<ExportedMessage, Origin> origins;
  private final Map<UUID, UUID> ids = new HashMap<>();
  private final List<Event.Durable> events = new ArrayList<>();
  private final Map<ReplyId, Feedback> feedback = new HashMap<>();

  /// @param source the id of the conversation that the messages are from: the parent of what begins
  ///   it
  /// @param target the id of the copy
  /// @param authors who is to have said what a participant has said
  /// @param origins where each message comes from
  CopiedEvents(
      UUID source,
      UUID target,
      Function<Message.Author, Participant> authors,
      Function<ExportedMessage, Origin> origins) {
    this.authors = authors;
    this.origins = origins;
    ids.put(source, target);
  }

  /// @param messages each after its parent
  CopiedEvents add(List<ExportedMessage> messages) {
    messages.forEach(this::add);
    return this;
  }

  List<Event.Durable> events() {
    return List.copyOf(events);
  }

  Map<ReplyId, Feedback> feedback() {
    return Map.copyOf(feedback);
  }

  /// A room's messages as one thread: each reply right behind the message it answers, each message
  /// after what stands before it.
  static List<ExportedMessage> threaded(UUID root, List<ExportedMessage> room) {
    Map<UUID, List<ExportedMessage>> replies = new LinkedHashMap<>();
    List<ExportedMessage> heads = new ArrayList<>();
    for (ExportedMessage message : room) {
      Optional<List<ExportedMessage>> others =
          message.parentId().filter(_ -> message.isReply()).map(replies::get);
      if (others.isPresent()) {
        others.get().add(message);
      } else {
        heads.add(message);
        replies.put(message.id(), new ArrayList<>());
      }
    }
    List<ExportedMessage> thread = new ArrayList<>();
    UUID last = root;
    for (ExportedMessage head : heads) {
      thread.add(head.under(last));
      last = head.id();
      for (ExportedMessage reply : replies.getOrDefault(head.id(), List.of())) {
        thread.add(reply);
        last = reply.id();
      }
    }
    return thread;
  }

  private void add(ExportedMessage message) {
    UUID id = Ids.next();
    ids.put(message.id(), id);
    MessageId parent = message.parentId().map(ids::get).map(MessageId::new).orElseThrow();
    if (message.isReply()) {
      reply(message, new ReplyId(id), parent);
    } else {
      events.add(
          new Event.MessagePosted(
              new MessageId(id),
              authors.apply(message.author()),
              message.content(),
              Optional.of(parent),
              Optional.empty(),
              Optional.empty(),
              Optional.of(origins.apply(message)),
              message.createdAt()));
    }
  }

  private void reply(ExportedMessage message, ReplyId id, MessageId answered) {
    String model = message.model().orElseThrow();
    events.add(
        new Event.ReplyStarted(
            id,
            answered,
            model,
            1,
            Optional.empty(),
            Optional.of(origins.apply(message)),
            message.createdAt()));
    events.add(
        new Event.ReplyFinished(
            id,
            answered,
            model,
            1,
            end(message.status()),
            message.content(),
            message.thinking(),
            message.finishReason(),
            message.refusal(),
            message.usage(),
            message.citations(),
            message.error(),
            message.details(),
            message.finishedAt().orElse(message.createdAt())));
    message.feedback().ifPresent(given -> feedback.put(id, given));
  }

  /// What was still going on ends here.
  private static Event.ReplyStatus end(Message.Status status) {
    return switch (status) {
      case POSTED, FINISHED -> Event.ReplyStatus.FINISHED;
      case STREAMING, STOPPED -> Event.ReplyStatus.STOPPED;
      case FAILED -> Event.ReplyStatus.FAILED;
    };
  }
}
