package io.parley.sharing;

import io.parley.archive.ArchivedMessages;
import io.parley.archive.PageBytes;
import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.conversation.OpaqueCursor;
import io.parley.event.MessageId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.postgres.Database;
import io.parley.transfer.CopyConfig;
import io.parley.transfer.Forks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Links through which everybody can read what a conversation was when they were made: the branch
/// that is shown, of a room the last of what was said. Later messages are not in it; removed ones
/// disappear from it; it ends with its conversation.
@ApplicationScoped
public class Shares {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  @Inject ShareStore store;
  @Inject Forks forks;
  @Inject ArchivedMessages messages;
  @Inject Conversations conversations;
  @Inject Database database;
  @Inject CopyConfig config;
  @Inject Clock clock;

  /// A share, and the only time its token is told.
  record Made(ShareStore.Share share, ShareToken token) {}

  /// @param moment the last message to show, or empty for the newest
  /// @throws io.parley.platform.ProblemException `not_found` if there is no such message,
  ///   `invalid_request` if there is nothing to show, `unavailable`
  Made make(Conversation conversation, Optional<MessageId> moment, ParticipantId owner) {
    List<MessageId> branch =
        forks.idsUpTo(conversation, moment, config.messages(), config.sharedMessages());
    if (branch.isEmpty()) {
      throw Problem.INVALID_REQUEST.because("The conversation has no message to share.");
    }
    List<MessageId> shown =
        branch.subList(Math.max(0, branch.size() - config.sharedMessages()), branch.size());
    ShareToken token = ShareToken.random();
    ShareStore.Share share =
        new ShareStore.Share(
            Ids.next(),
            conversation.id(),
            owner,
            shown.size(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (!database.ask(() -> store.add(share, token, shown))) {
      throw Conversations.unknown();
    }
    return new Made(share, token);
  }

  /// An owner's shares of a conversation, the newest first.
  List<ShareStore.Share> of(Conversation conversation, ParticipantId owner) {
    return database.ask(() -> store.of(conversation.id(), owner));
  }

  /// Ends a share.
  ///
  /// @param name its token or its id
  /// @throws io.parley.platform.ProblemException `not_found` if the owner has none of that name,
  ///   `unavailable`
  public void end(String name, ParticipantId owner) {
    if (!database.ask(() -> store.remove(ShareToken.parse(name), Ids.parse(name), owner))) {
      throw unknown();
    }
  }

  /// What a share shows: for everybody.
  ///
  /// @param token as it stands in the link
  /// @param before another page's `next`, or empty for the last messages
  /// @throws io.parley.platform.ProblemException `not_found` if there is no such share,
  ///   `invalid_request`, `unavailable`
  public SharedPage open(String token, Optional<String> before, int limit) {
    Optional<Integer> end = before.map(Shares::number);
    ShareStore.Slice slice =
        ShareToken.parse(token)
            .flatMap(known -> database.ask(() -> store.find(known, end, limit)))
            .map(this::fitting)
            .orElseThrow(Shares::unknown);
    Conversation conversation =
        conversations.find(slice.share().conversation()).orElseThrow(Shares::unknown);
    List<MessageId> ids = slice.messages();
    Map<MessageId, Integer> order =
        IntStream.range(0, ids.size())
            .boxed()
            .collect(Collectors.toMap(ids::get, Function.identity()));
    List<Message> shown =
        messages.find(conversation.id(), ids).stream()
            .sorted(Comparator.comparing(message -> order.getOrDefault(message.id(), 0)))
            .toList();
    return SharedPage.of(conversation, slice, shown);
  }

  private ShareStore.Slice fitting(ShareStore.Slice slice) {
    List<MessagePlace> places =
        slice.messages().reversed().stream()
            .map(id -> new MessagePlace(slice.share().conversation(), id))
            .toList();
    Map<MessagePlace, Long> sizes = messages.sizes(places);
    return slice.last(
        PageBytes.fitting(places.stream().map(place -> sizes.getOrDefault(place, 0L)).toList()));
  }

  private static int number(String before) {
    if (!NUMBER.matcher(before).matches()) {
      throw OpaqueCursor.unknown();
    }
    return Integer.parseInt(before);
  }

  private static RuntimeException unknown() {
    return Problem.NOT_FOUND.because("No share link has this token or id.");
  }
}
