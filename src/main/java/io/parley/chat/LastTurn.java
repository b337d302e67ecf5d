package io.parley.chat;

import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.live.LiveSnapshot;
import io.parley.live.OrderedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last message of a page of history, and the replies after it, as the events that brought
/// them. Where a reply's end stood on the log the archive does not tell readers: the snapshot's
/// position, which comes next, is good to resume from as well.
final class LastTurn {
  private LastTurn() {}

  static List<OrderedEvent> of(List<Message> messages, LiveSnapshot now) {
    List<OrderedEvent> turn = new ArrayList<>();
    for (Message message : messages) {
      switch (message.role()) {
        case USER -> {
          turn.clear();
          turn.add(new OrderedEvent.MessagePosted(message));
        }
        case ASSISTANT -> turn.addAll(reply(message, now));
      }
    }
    return turn;
  }

  private static List<OrderedEvent> reply(Message reply, LiveSnapshot now) {
    ReplyId id = new ReplyId(reply.id().value());
    MessageId question = reply.parentId().orElseThrow();
    String model = reply.model().orElseThrow();
    int attempt =
        now.replies().stream()
            .filter(running -> running.replyId().equals(id))
            .mapToInt(LiveSnapshot.Reply::attempt)
            .findFirst()
            .orElse(1);
    OrderedEvent started =
        new OrderedEvent.ReplyStarted(
            new Event.ReplyStarted(
                id, question, model, attempt, Optional.empty(), reply.origin(), reply.createdAt()),
            reply.position());
    return reply
        .status()
        .end()
        .map(end ->
            List.of(
                started,
                new OrderedEvent.ReplyFinished(
                    new Event.ReplyFinished(
                        id,
                        question,
                        model,
                        attempt,
                        end,
                        reply.content(),
                        reply.thinking(),
                        reply.finishReason(),
                        reply.refusal(),
                        reply.usage(),
                        reply.citations(),
                        reply.error(),
                        reply.details(),
                        reply.createdAt()),
                    now.position())))
        .orElse(List.of(started));
  }
}
