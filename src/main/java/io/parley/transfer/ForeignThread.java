package io.parley.transfer;

import io.parley.conversation.Message;
import io.parley.llm.ModelId;
import io.parley.participant.Participant;
import io.parley.participant.PlainText;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import io.parley.transfer.ForeignMessage.Role;
import io.parley.transfer.LeftOut.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The messages of another product's conversation in the form of our exports: each after its
/// parent, the branch that was shown last at the end, and a reply always behind a message.
///
/// What is not shown here (instructions, tools) is left out, and what followed it follows what
/// stood before it. Where a product has several replies in a row, because a model used tools
/// between them, they are one. A message that holds only what a model thought goes with the reply
/// that follows it.
final class ForeignThread {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final ForeignConversation source;
  private final Participant owner;
  private final UUID root;
  private final Instant now;
  private final long maxLength;
  private final LeftOut leftOut = new LeftOut();
  private final Map<String, ForeignMessage> byId = new HashMap<>();
  private final Map<ForeignMessage, List<ForeignMessage>> followers = new HashMap<>();
  private final Map<ForeignMessage, ForeignText> texts = new HashMap<>();
  private final List<ForeignMessage> beginnings = new ArrayList<>();
  private final Set<ForeignMessage> current = new HashSet<>();
  private final List<ExportedMessage> thread = new ArrayList<>();
  private long length;

  /// A message whose turn it is.
  ///
  /// @param above the id here of what it follows or answers
  /// @param before the same reply so far
  private record Turn(ForeignMessage message, UUID above, ForeignText before) {}

  private static final ForeignText NOTHING = new ForeignText("", "");

  ForeignThread(
      ForeignConversation source, Participant owner, UUID root, Instant now, long maxLength) {
    this.source = source;
    this.owner = owner;
    this.root = root;
    this.now = now;
    this.maxLength = maxLength;
  }

  LeftOut leftOut() {
    return leftOut;
  }

  /// @throws io.parley.platform.ProblemException `too_large` if branches repeat too much text
  List<ExportedMessage> messages() {
    source.messages.forEach(this::take);
    leaveOutOthers(hang());
    markCurrent();
    Deque<Turn> turns = new ArrayDeque<>();
    push(turns, beginnings, root, NOTHING);
    while (!turns.isEmpty()) {
      say(turns.pop(), turns);
    }
    return List.copyOf(thread);
  }

  private void take(ForeignMessage message) {
    ForeignText text =
        message.role == Role.OTHER ? NOTHING : ForeignText.of(message.text(), message.leftOut);
    String thoughts = ForeignText.thoughts(message.thoughts(), message.leftOut);
    leftOut.addAll(message.leftOut);
    boolean hasText = !message.text().isBlank();
    if (message.toTool || (message.role == Role.OTHER && hasText && !message.system)) {
      leftOut.add(Kind.TOOL_CALLS);
    } else if (message.system && hasText) {
      leftOut.add(Kind.INSTRUCTIONS);
    } else if (message.role != Role.OTHER && !message.hidden) {
      String said = text.said().isEmpty() ? ForeignText.placeholder(message.leftOut) : text.said();
      String all = ForeignText.join(thoughts, text.thoughts());
      if (!said.isEmpty() || (!all.isEmpty() && message.role == Role.ASSISTANT)) {
        texts.put(message, new ForeignText(said, message.role == Role.ASSISTANT ? all : ""));
        return;
      }
    }
    if (!thoughts.isEmpty() || !text.thoughts().isEmpty()) {
      leftOut.add(Kind.THINKING);
    }
  }

  /// What follows each message of the file; those that begin stand under null. A list whose entries
  /// name nobody is one thread.
  private Map<@Nullable ForeignMessage, List<ForeignMessage>> hang() {
    for (ForeignMessage message : source.messages) {
      if (message.id != null && byId.putIfAbsent(message.id, message) != null) {
        leftOut.add(Kind.DETACHED);
        texts.remove(message);
      }
    }
    boolean named =
        !source.above.isEmpty()
            || source.messages.stream().anyMatch(message -> message.parentId().isPresent());
    Map<@Nullable ForeignMessage, List<ForeignMessage>> children = new HashMap<>();
    ForeignMessage last = null;
    for (ForeignMessage message : source.messages) {
      ForeignMessage parent = named ? parent(message) : last;
      children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(message);
      last = message;
    }
    return children;
  }

  private @Nullable ForeignMessage parent(ForeignMessage message) {
    return message
        .parentId()
        .map(byId::get)
        .or(() -> Optional.ofNullable(message.id).map(source.above::get))
        .filter(parent -> parent != message)
        .orElse(message.enclosing);
  }

  private record Place(ForeignMessage message, Optional<ForeignMessage> above) {}

  /// What is shown follows the nearest before it that is shown. What follows itself, in a circle,
  /// begins nowhere.
  private void leaveOutOthers(Map<@Nullable ForeignMessage, List<ForeignMessage>> children) {
    Deque<Place> rest = new ArrayDeque<>();
    List<ForeignMessage> first = children.getOrDefault(null, List.of());
    first.reversed().forEach(message -> rest.push(new Place(message, Optional.empty())));
    Set<ForeignMessage> met = new HashSet<>();
    while (!rest.isEmpty()) {
      Place place = rest.pop();
      ForeignMessage message = place.message();
      if (!met.add(message)) {
        continue;
      }
      boolean shown = texts.containsKey(message);
      if (shown) {
        place
            .above()
            .map(above -> followers.computeIfAbsent(above, _ -> new ArrayList<>()))
            .orElse(beginnings)
            .add(message);
      }
      Optional<ForeignMessage> above = shown ? Optional.of(message) : place.above();
      children
          .getOrDefault(message, List.of())
          .reversed()
          .forEach(next -> rest.push(new Place(next, above)));
    }
    leftOut.add(
        Kind.DETACHED, (int) texts.keySet().stream().filter(it -> !met.contains(it)).count());
  }

  private void markCurrent() {
    ForeignMessage next = source.current == null ? null : byId.get(source.current);
    while (next != null && current.add(next)) {
      next = parent(next);
    }
  }

  /// What is pushed last has its turn first: the current branch has it last.
  private void push(Deque<Turn> turns, List<ForeignMessage> next, UUID above, ForeignText before) {
    next.stream()
        .filter(current::contains)
        .forEach(message -> turns.push(new Turn(message, above, before)));
    next.reversed().stream()
        .filter(message -> !current.contains(message))
        .forEach(message -> turns.push(new Turn(message, above, before)));
  }

  private void say(Turn turn, Deque<Turn> turns) {
    ForeignMessage message = turn.message();
    ForeignText text = texts.getOrDefault(message, NOTHING);
    List<ForeignMessage> next = followers.getOrDefault(message, List.of());
    if (message.role == Role.USER) {
      push(turns, next, add(turn, text), NOTHING);
      return;
    }
    ForeignText whole = turn.before().then(text);
    List<ForeignMessage> same = next.stream().filter(it -> it.role == Role.ASSISTANT).toList();
    List<ForeignMessage> after = next.stream().filter(it -> it.role == Role.USER).toList();
    UUID reply = same.isEmpty() || !after.isEmpty() ? add(turn, whole) : turn.above();
    boolean afterIsCurrent = after.stream().anyMatch(current::contains);
    if (afterIsCurrent) {
      push(turns, after, reply, NOTHING);
      push(turns, same, turn.above(), whole);
    } else {
      push(turns, same, turn.above(), whole);
      push(turns, after, reply, NOTHING);
    }
  }

  private UUID add(Turn turn, ForeignText text) {
    ForeignMessage message = turn.message();
    length += text.said().length() + text.thoughts().length();
    if (length > maxLength) {
      throw Problem.TOO_LARGE.because(
          "Its branches together are longer than %,d characters.".formatted(maxLength));
    }
    boolean user = message.role == Role.USER;
    Optional<String> model = user ? Optional.empty() : Optional.of(model(message));
    Instant at = at(message);
    UUID id = Ids.next();
    thread.add(
        new ExportedMessage(
            id,
            Optional.of(turn.above()),
            user ? Message.Role.USER : Message.Role.ASSISTANT,
            model
                .map(name -> new Message.Author(name, name))
                .orElseGet(() -> new Message.Author(owner.id().toString(), owner.name())),
            model,
            user
                ? Message.Status.POSTED
                : message.unfinished ? Message.Status.STOPPED : Message.Status.FINISHED,
            at,
            user ? Optional.empty() : Optional.of(at),
            text.said(),
            Optional.of(text.thoughts()).filter(thoughts -> !thoughts.isEmpty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(true)));
    return id;
  }

  private Instant at(ForeignMessage message) {
    return sound(message.at)
        .or(() -> thread.isEmpty() ? sound(source.at) : Optional.of(thread.getLast().createdAt()))
        .orElse(now);
  }

  private Optional<Instant> sound(@Nullable Instant time) {
    return Optional.ofNullable(time).filter(it -> !it.isBefore(EARLIEST) && !it.isAfter(now));
  }

  private String model(ForeignMessage message) {
    String name = message.model == null ? source.model : message.model;
    return modelId(source, name == null ? "unknown" : name);
  }

  /// A model's name as it is written here: with its provider in front.
  static String modelId(ForeignConversation source, String name) {
    String provider =
        Optional.ofNullable(source.endpoint)
            .map(it -> it.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
            .filter(it -> !it.isBlank() && !it.equals("-"))
            .or(() -> Optional.ofNullable(source.source).map(ForeignConversation.Source::provider))
            .orElse("imported");
    String clean = PlainText.clean(name).replaceAll("\\p{Cntrl}", "").strip();
    return ModelId.parse(clean)
        .or(() -> ModelId.parse(provider + "/" + clean))
        .map(ModelId::toString)
        .orElse(provider + "/unknown");
  }
}
