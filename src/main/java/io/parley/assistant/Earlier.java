package io.parley.assistant;

import io.parley.conversation.Message;
import io.parley.event.Event;
import io.parley.event.ReplyDetails;
import java.util.Optional;

/// What a reply that goes on had brought before: it stays, and counts.
///
/// @param text what it had said
/// @param thinking what its model had thought
record Earlier(
    String text,
    Optional<String> thinking,
    Optional<Event.Usage> usage,
    Optional<ReplyDetails.Cost> cost) {
  static final Earlier NOTHING =
      new Earlier("", Optional.empty(), Optional.empty(), Optional.empty());

  static Earlier of(Message reply) {
    return new Earlier(
        reply.content(),
        reply.thinking(),
        reply.usage(),
        reply.details().flatMap(ReplyDetails::cost));
  }

  /// Where the new thoughts begin.
  String thoughts() {
    return thinking.map(text -> text + "\n\n").orElse("");
  }

  /// All tokens together.
  Optional<Event.Usage> with(Optional<Event.Usage> more) {
    return usage.isEmpty()
        ? more
        : Optional.of(
            new Event.Usage(
                usage.get().promptTokens() + more.map(Event.Usage::promptTokens).orElse(0),
                usage.get().completionTokens()
                    + more.map(Event.Usage::completionTokens).orElse(0)));
  }

  /// All costs together; where they are in two currencies, the latest.
  Optional<ReplyDetails.Cost> plus(Optional<ReplyDetails.Cost> more) {
    if (cost.isEmpty() || more.isEmpty()) {
      return more.or(() -> cost);
    }
    return cost.get().currency().equals(more.get().currency())
        ? Optional.of(
            new ReplyDetails.Cost(
                cost.get().amount().add(more.get().amount()), cost.get().currency()))
        : more;
  }
}
