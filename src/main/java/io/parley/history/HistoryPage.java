package io.parley.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.parley.archive.ArchivedMessages;
import io.parley.archive.PageBytes;
import io.parley.conversation.Message;
import io.parley.conversation.Transcript;
import io.parley.event.Position;
import io.parley.event.ReplyId;
import io.parley.live.LiveConversation;
import io.parley.live.LiveSnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some messages of a conversation, oldest first, as they stand at one position of its log: a
/// reader that follows the log from there on misses nothing and sees nothing twice.
///
/// @param next names the page before this one, if there are older messages
public record HistoryPage(List<Message> items, Optional<String> next, Position position) {
  public HistoryPage {
    items = List.copyOf(items);
  }

  @JsonIgnore
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /// The last page as far as it is at hand when a reader arrives. There may be older messages.
  public static HistoryPage of(LiveConversation.Arrival arrival, int limit) {
    return of(
        new ArchivedMessages.Stretch(List.of(), true, -1),
        arrival.tail(),
        arrival.snapshot().replies(),
        Optional.empty(),
        limit);
  }

  /// The same page as a reader finds it who arrives after it was read.
  public HistoryPage at(LiveConversation.Arrival arrival) {
    Transcript transcript = new Transcript(items);
    arrival.tail().events().stream()
        .filter(event -> event.position().offset() > position.offset())
        .forEach(transcript::apply);
    return new HistoryPage(
        withTextSoFar(transcript.messages(), arrival.snapshot().replies()),
        next,
        arrival.snapshot().position());
  }

  /// The position at which the page stands: the last event that this node has seen.
  static Position position(LiveConversation.TailView tail) {
    long last =
        tail.events().isEmpty() ? tail.from() - 1 : tail.events().getLast().position().offset();
    return new Position(tail.epoch(), last);
  }

  /// Where the archived part of the page ends: what the archive has seen and this node has not yet
  /// is left out, and comes as an event.
  static Position end(LiveConversation.TailView tail, Optional<Position> before) {
    Position seen = position(tail);
    Position end = new Position(seen.epoch(), seen.offset() + 1);
    return before
        .filter(it -> !it.epoch().equals(end.epoch()) || it.offset() < end.offset())
        .orElse(end);
  }

  /// Puts together what is archived and what this node has seen since.
  ///
  /// @param archived the last `limit` archived messages before [#end]; complete up to the tail
  /// @param replies those in progress, for their text so far
  static HistoryPage of(
      ArchivedMessages.Stretch archived,
      LiveConversation.TailView tail,
      List<LiveSnapshot.Reply> replies,
      Optional<Position> before,
      int limit) {
    Position position = position(tail);
    Transcript transcript =
        new Transcript(archived.messages().stream().map(row -> asOf(position, row)).toList());
    tail.events().forEach(transcript::apply);
    List<Message> all =
        transcript.messages().stream()
            .filter(message -> isBefore(message, tail.epoch(), before))
            .sorted(Comparator.comparingLong(message -> order(message, tail.epoch())))
            .toList();
    List<Message> last = all.subList(Math.max(0, all.size() - limit), all.size());
    int fitting = PageBytes.fitting(last.reversed().stream().map(PageBytes::of).toList());
    List<Message> items = last.subList(last.size() - fitting, last.size());
    boolean more = archived.more() || all.size() > items.size();
    Optional<Position> oldest =
        items.stream()
            .findFirst()
            .or(() ->
                archived.messages().stream().findFirst().map(ArchivedMessages.Archived::message))
            .map(Message::position);
    return new HistoryPage(
        withTextSoFar(items, replies), oldest.filter(_ -> more).map(HistoryCursor::of), position);
  }

  /// Within the tail's epoch by offset; all that is older keeps the archive's order before it.
  private static long order(Message message, String epoch) {
    return message.position().epoch().equals(epoch) ? message.position().offset() : -1;
  }

  private static boolean isBefore(Message message, String epoch, Optional<Position> before) {
    return before.isEmpty()
        || !message.position().epoch().equals(epoch)
        || (before.get().epoch().equals(epoch)
            && message.position().offset() < before.get().offset());
  }

  /// A reply that ended after the page's position was still in progress there.
  private static Message asOf(Position position, ArchivedMessages.Archived row) {
    boolean endedLater =
        row.finish()
            .filter(finish -> finish.epoch().equals(position.epoch()))
            .filter(finish -> finish.offset() > position.offset())
            .isPresent();
    return endedLater ? Transcript.inProgress(row.message(), "", Optional.empty()) : row.message();
  }

  private static List<Message> withTextSoFar(
      List<Message> messages, List<LiveSnapshot.Reply> replies) {
    Map<ReplyId, LiveSnapshot.Reply> running = new HashMap<>();
    replies.forEach(reply -> running.put(reply.replyId(), reply));
    return messages.stream()
        .map(message ->
            message.status() == Message.Status.STREAMING
                ? soFar(
                    message, Optional.ofNullable(running.get(new ReplyId(message.id().value()))))
                : message)
        .toList();
  }

  /// One that goes on after an end has the text of before in any case.
  private static Message soFar(Message reply, Optional<LiveSnapshot.Reply> running) {
    return Transcript.inProgress(
        reply,
        running.map(LiveSnapshot.Reply::text).orElse(reply.content()),
        running
            .flatMap(LiveSnapshot.Reply::thinking)
            .map(LiveSnapshot.Thinking::text)
            .or(reply::thinking));
  }
}
