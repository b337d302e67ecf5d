package io.parley.transfer;

import io.parley.conversation.Message;
import io.parley.conversation.MessageText;
import io.parley.event.Event;
import io.parley.event.ReplyDetails;
import io.parley.llm.ModelId;
import io.parley.participant.Names;
import io.parley.participant.PlainText;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks through the messages of a document that came from outside, all of them before any is used:
/// what leaves here is as sound as if it had been said here.
final class ImportedMessages {
  /// Code points, as the longest reply that the assistant lets pass.
  private static final int MAX_REPLY = 200_000;

  private static final int MAX_LIST = 100;
  private static final int MAX_WORD = 300;
  private static final int MAX_SENTENCE = 4_000;
  private static final int MAX_DIGITS = 30;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  private final UUID root;
  private final Instant latest;
  private final Set<UUID> before = new HashSet<>();
  private final List<ExportedMessage> admitted = new ArrayList<>();

  private ImportedMessages(UUID root, Instant now) {
    this.root = root;
    this.latest = now.plus(CLOCK_SKEW);
  }

  /// The messages with their texts cleaned as ours are, each with its parent.
  ///
  /// @throws ProblemException `invalid_request` or `too_large`, with a sentence that names the
  ///   first message that is not sound
  static List<ExportedMessage> admit(ExportDocument document, int maxMessages, Instant now) {
    if (!ExportDocument.FORMAT.equals(document.format())) {
      throw Problem.INVALID_REQUEST.because(
          "This is not an exported conversation of Parley, ChatGPT, Open WebUI or LibreChat.");
    }
    if (document.version() != ExportDocument.VERSION) {
      throw Problem.INVALID_REQUEST.because(
          "This server reads exports of version " + ExportDocument.VERSION + " only.");
    }
    if (document.conversation() == null || document.messages() == null) {
      throw Problem.INVALID_REQUEST.because("An export has a `conversation` and `messages`.");
    }
    if (document.messages().size() > maxMessages) {
      throw Problem.TOO_LARGE.because("An import has at most " + maxMessages + " messages.");
    }
    ImportedMessages imported = new ImportedMessages(document.conversation().id(), now);
    for (int i = 0; i < document.messages().size(); i++) {
      imported.add(document.messages().get(i), i + 1);
    }
    return List.copyOf(imported.admitted);
  }

  private void add(ExportedMessage message, int number) {
    try {
      require(message != null, "is not one");
      require(!message.id().equals(root) && before.add(message.id()), "has the id of another");
      admitted.add(message.isReply() ? reply(message) : posted(message));
    } catch (ProblemException refusal) {
      throw refusal.problem().because("Message " + number + ": " + refusal.detail());
    }
  }

  private ExportedMessage posted(ExportedMessage message) {
    require(message.status() == Message.Status.POSTED, "has a status of a reply");
    require(message.model().isEmpty(), "has a model, but is no reply");
    require(
        message.thinking().isEmpty()
            && message.finishReason().isEmpty()
            && message.refusal().isEmpty(),
        "has thoughts or an end of a model, but is no reply");
    // another product's message may be longer than one that is posted here
    boolean imported = message.imported().orElse(false);
    String text = imported ? checked(message) : MessageText.admit(message.content());
    require(!text.isBlank(), "is empty");
    return with(message, text, Names.checked(name(message)));
  }

  private static String checked(ExportedMessage message) {
    require(message.content().indexOf('\0') < 0, "holds NUL");
    String text = PlainText.clean(message.content());
    if (PlainText.length(text) > MAX_REPLY) {
      throw Problem.TOO_LARGE.because("has more than " + MAX_REPLY + " characters.");
    }
    return text;
  }

  private ExportedMessage reply(ExportedMessage message) {
    require(message.status() != Message.Status.POSTED, "is a reply, but has no status of one");
    require(message.model().flatMap(ModelId::parse).isPresent(), "is a reply of no model");
    String text = checked(message);
    message
        .usage()
        .ifPresent(usage ->
            require(
                usage.promptTokens() >= 0 && usage.completionTokens() >= 0, "has a wrong usage"));
    require(message.citations().size() <= MAX_LIST, "has too many citations");
    message.citations().forEach(ImportedMessages::check);
    message
        .error()
        .ifPresent(error ->
            require(
                isText(error.code(), MAX_WORD) && isText(error.detail(), MAX_SENTENCE),
                "has a wrong error"));
    message.details().ifPresent(ImportedMessages::check);
    require(
        message.thinking().stream().allMatch(thought -> isText(thought, MAX_REPLY)),
        "has wrong thoughts");
    require(
        message.refusal().stream().allMatch(words -> isText(words, MAX_SENTENCE)),
        "has a wrong refusal");
    return with(message, text, name(message));
  }

  private ExportedMessage with(ExportedMessage message, String text, String name) {
    check(message.createdAt());
    message.finishedAt().ifPresent(this::check);
    UUID parent = message.parentId().orElseGet(this::last);
    require(
        parent.equals(root) || (before.contains(parent) && !parent.equals(message.id())),
        "has a parent that does not stand before it");
    return new ExportedMessage(
        message.id(),
        Optional.of(parent),
        message.role(),
        new Message.Author(message.author().id(), name),
        message.model(),
        message.status(),
        message.createdAt(),
        message.finishedAt(),
        text,
        message.thinking(),
        message.finishReason(),
        message.refusal(),
        message.usage(),
        message.citations(),
        message.error(),
        message.details(),
        message.feedback(),
        Optional.of(true));
  }

  private UUID last() {
    return admitted.isEmpty() ? root : admitted.getLast().id();
  }

  private void check(Instant time) {
    require(!time.isBefore(EARLIEST) && !time.isAfter(latest), "has an impossible time");
  }

  private static String name(ExportedMessage message) {
    Message.Author author = message.author();
    require(isText(author.id(), MAX_WORD) && isText(author.name(), MAX_WORD), "has no author");
    return author.name();
  }

  /// A page makes links of them.
  private static void check(Event.Citation citation) {
    require(
        isText(citation.marker(), MAX_WORD)
            && isText(citation.title(), MAX_SENTENCE)
            && citation.snippet().stream().allMatch(text -> isText(text, MAX_SENTENCE))
            && isLink(citation.url()),
        "has a wrong citation");
  }

  private static boolean isLink(URI url) {
    if (url == null || url.toString().length() > MAX_SENTENCE) {
      return false;
    }
    String scheme = url.getScheme();
    return scheme == null
        ? url.toString().startsWith("/") && !url.toString().startsWith("//")
        : scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
  }

  private static void check(ReplyDetails details) {
    require(
        details.fallbacks().size() <= MAX_LIST
            && details.askedModel().stream().allMatch(name -> isText(name, MAX_WORD))
            && details.fallbacks().stream()
                .allMatch(failed ->
                    failed != null
                        && isText(failed.model(), MAX_WORD)
                        && isText(failed.code(), MAX_WORD))
            && details.omittedParameters().stream()
                .allMatch(names ->
                    names.size() <= MAX_LIST
                        && names.stream().allMatch(name -> isText(name, MAX_WORD)))
            && details.cost().stream().allMatch(ImportedMessages::isCost),
        "has wrong details");
  }

  /// PostgreSQL adds them up.
  private static boolean isCost(ReplyDetails.Cost cost) {
    BigDecimal amount = cost.amount();
    return isText(cost.currency(), MAX_WORD)
        && amount != null
        && amount.signum() >= 0
        && amount.precision() <= MAX_DIGITS
        && Math.abs((long) amount.scale()) <= MAX_DIGITS;
  }

  private static boolean isText(String text, int maxLength) {
    return text != null
        && text.length() <= maxLength
        && text.indexOf('\0') < 0
        && PlainText.clean(text).equals(text);
  }

  private static void require(boolean sound, String otherwise) {
    if (!sound) {
      throw Problem.INVALID_REQUEST.because("It " + otherwise + ".");
    }
  }
}
