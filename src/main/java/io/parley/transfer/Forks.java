package io.parley.transfer;

import io.parley.archive.PageBytes;
import io.parley.conversation.Branches;
import io.parley.conversation.Conversation;
import io.parley.conversation.Message;
import io.parley.conversation.TextLimit;
import io.parley.conversation.Transcript;
import io.parley.event.MessageId;
import io.parley.event.Origin;
import io.parley.history.History;
import io.parley.history.HistoryCursor;
import io.parley.history.HistoryPage;
import io.parley.history.HistoryReader;
import io.parley.history.PageRequest;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which messages lead to a moment of a conversation, and private conversations that go on from
/// there.
@ApplicationScoped
public class Forks {
  private static final Pattern FORKED = Pattern.compile("(.*) \\(fork(?: (\\d{1,4}))?\\)");

  @Inject ConversationCopier copier;
  @Inject HistoryReader reader;
  @Inject History history;
  @Inject CopyConfig config;
  @Inject CopyMemory memory;

  /// @param source one that the owner of the fork may see
  /// @param moment the last message to take along, or empty for the newest
  /// @throws io.parley.platform.ProblemException `not_found` if there is no such message in it,
  ///   `too_large`, `unavailable`
  public Conversation fork(Conversation source, Optional<MessageId> moment, ParticipantId owner) {
    try (CopyMemory.Hold hold = memory.take(owner, 0)) {
      return fork(source, upTo(source, moment, hold), owner);
    }
  }

  private Conversation fork(Conversation source, List<Message> messages, ParticipantId owner) {
    Map<UUID, Origin> origins = new HashMap<>();
    Set<UUID> taken = new HashSet<>();
    List<ExportedMessage> copied = new ArrayList<>();
    UUID root = source.id().value();
    UUID before = root;
    for (Message message : messages) {
      UUID parent = message.parentId().map(MessageId::value).filter(taken::contains).orElse(before);
      copied.add(ExportedMessage.of(message, Optional.of(parent), Optional.empty()));
      origins.put(message.id().value(), Origin.copy(message.origin(), source.id(), message.id()));
      taken.add(message.id().value());
      before = message.id().value();
    }
    boolean room = source.kind() == Conversation.Kind.ROOM;
    return copied(source, owner, room ? CopiedEvents.threaded(root, copied) : copied, origins);
  }

  private Conversation copied(
      Conversation source,
      ParticipantId owner,
      List<ExportedMessage> messages,
      Map<UUID, Origin> origins) {
    Map<String, Participant> authors = new HashMap<>();
    return copier.make(
        owner,
        ExportHead.of(source),
        Optional.of(title(ExportFile.title(source))),
        messages,
        author -> authors.computeIfAbsent(author.id() + " " + author.name(), _ -> known(author)),
        message -> origins.getOrDefault(message.id(), Origin.file()));
  }

  /// What leads to a moment, oldest first: in a room what was said before it, otherwise the branch.
  ///
  /// @param moment the last of them, or empty for the newest
  /// @param hold has room for their texts before they are read
  private List<Message> upTo(
      Conversation source, Optional<MessageId> moment, CopyMemory.Hold hold) {
    try {
      return source.kind() == Conversation.Kind.ROOM
          ? room(source, moment, hold)
          : branch(source, moment, hold);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same, without keeping any texts.
  ///
  /// @param maxBranch a longer branch is refused
  /// @param maxRoom of a room so many at most, the last ones
  /// @throws io.parley.platform.ProblemException as [#fork]
  public List<MessageId> idsUpTo(
      Conversation source, Optional<MessageId> moment, int maxBranch, int maxRoom) {
    try {
      if (source.kind() == Conversation.Kind.PRIVATE) {
        return shorter(path(source, reader.of(source.id()), moment, _ -> {}), maxBranch);
      }
      List<MessageId> last = new ArrayList<>();
      Optional<String> before =
          moment.map(id -> HistoryCursor.of(required(source, id).positionAfter()));
      do {
        HistoryPage page =
            history.page(
                source.id(), before, Math.min(PageRequest.MAX_LIMIT, maxRoom - last.size()));
        last.addAll(0, page.items().stream().map(Message::id).toList());
        before = page.next();
      } while (before.isPresent() && last.size() < maxRoom);
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<MessageId> shorter(List<MessageId> path, int max) {
    if (path.size() > max) {
      throw Problem.TOO_LARGE.because("This branch has more than " + max + " messages.");
    }
    return path;
  }

  private List<Message> room(Conversation room, Optional<MessageId> moment, CopyMemory.Hold hold) {
    int max = config.roomMessages();
    List<Message> last = new ArrayList<>();
    long bytes = 0;
    Optional<String> before =
        moment.map(id -> HistoryCursor.of(required(room, id).positionAfter()));
    do {
      hold.resize(bytes + PageBytes.MAX);
      HistoryPage page =
          history.page(room.id(), before, Math.min(PageRequest.MAX_LIMIT, max - last.size()));
      last.addAll(0, page.items());
      bytes += page.items().stream().mapToLong(PageBytes::of).sum();
      before = page.next();
    } while (before.isPresent() && last.size() < max && bytes < config.importBytes());
    hold.resize(bytes);
    return last;
  }

  private List<Message> branch(
      Conversation source, Optional<MessageId> moment, CopyMemory.Hold hold) throws IOException {
    HistoryReader.Reading reading = reader.of(source.id());
    Map<MessageId, Long> sizes = new HashMap<>();
    List<MessageId> path =
        shorter(
            path(
                source, reading, moment, message -> sizes.put(message.id(), PageBytes.of(message))),
            config.messages());
    long bytes = path.stream().mapToLong(id -> sizes.getOrDefault(id, 0L)).sum();
    if (bytes > config.importBytes()) {
      throw Problem.TOO_LARGE.because(
          "This branch has more than " + config.importBytes() + " bytes of text.");
    }
    hold.resize(bytes);
    Set<MessageId> wanted = new HashSet<>(path);
    Map<MessageId, Message> found = new HashMap<>();
    reading.forEach(message -> {
      if (wanted.contains(message.id())) {
        found.put(message.id(), message);
      }
    });
    return path.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList();
  }

  /// The branch that ends with a message, or the one that was spoken in last, without its texts.
  ///
  /// @param also is told of each message of the conversation
  static List<MessageId> path(
      Conversation source,
      HistoryReader.Reading reading,
      Optional<MessageId> moment,
      HistoryReader.Reader also)
      throws IOException {
    List<Message> outline = new ArrayList<>();
    reading.forEach(message -> {
      outline.add(Transcript.inProgress(message, "", Optional.empty()));
      also.read(message);
    });
    if (moment.isPresent()
        && outline.stream().noneMatch(message -> message.id().equals(moment.get()))) {
      throw unknown();
    }
    Optional<MessageId> leaf =
        moment.or(() -> outline.isEmpty() ? Optional.empty() : Optional.of(outline.getLast().id()));
    Branches branches = new Branches(source.id(), outline, true);
    return leaf.stream()
        .flatMap(id -> branches.path(id).messages().stream())
        .map(Message::id)
        .toList();
  }

  private Message required(Conversation conversation, MessageId id) {
    return history.find(conversation.id(), id).orElseThrow(Forks::unknown);
  }

  private static RuntimeException unknown() {
    return Problem.NOT_FOUND.because("No message of this conversation has this id.");
  }

  /// `Soil (fork)`, and of that `Soil (fork 2)`.
  static String title(String of) {
    Matcher forked = FORKED.matcher(of);
    if (!forked.matches()) {
      return clipped(of, " (fork)");
    }
    int number = Optional.ofNullable(forked.group(2)).map(Integer::parseInt).orElse(1) + 1;
    return clipped(forked.group(1), " (fork " + number + ")");
  }

  private static String clipped(String title, String suffix) {
    int length = TextLimit.TITLE.maxLength() - suffix.length();
    int end =
        title.offsetByCodePoints(0, Math.min(length, title.codePointCount(0, title.length())));
    return title.substring(0, end) + suffix;
  }

  /// Whoever said something here is a participant; a copy that was made of it says who.
  private static Participant known(Message.Author author) {
    return new Participant(
        new ParticipantId(Ids.parse(author.id()).orElseGet(Ids::next)), author.name());
  }
}
