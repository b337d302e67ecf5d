package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Citation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The guide over Parley's documentation as it is packed: questions as people ask them.
class GuideTest {
  /// Four lines of the transcript, the link not counted.
  private static final int LEAD = 400;

  private static final Pattern LINK = Pattern.compile("\\[\\[(\\d+)]]\\(([^)]*)\\)");

  private final Handbook handbook = Handbook.packed();
  private final Guide guide = new Guide(handbook);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I connect OpenAI?                               | OPENAI_API_KEY",
        "How do I use ChatGPT here?                             | OPENAI_API_KEY",
        "What is Ollama and how do I use it?                    | ollama pull",
        "OLLAMA_BASE_URL                                        | OLLAMA_BASE_URL",
        "how do I add a provider of my own?                     | PARLEY_LLM_PROVIDERS_",
        "What does provider_unauthorized mean?                  | check the key",
        "What is the default model?                             | MODEL_NAME",
        "How do I start Parley?                                 | ./mvnw",
        "how do I run the tests                                 | ./mvnw verify",
        "Is my API key safe?                                    | no log",
        "parley.limits.posts-per-minute                         | default 60",
        "what licence is it under?                              | Apache",
        "What is Parley, and what can it do for a small team?   | people and a model talk together",
        "reliability                                            | killed, paused",
        "Docker                                                 | docker build -t parley",
        "can I sign in with a password?                         | no accounts, no passwords",
        "does parley have voice?                                | no voice"
      })
  void aQuestionIsAnsweredByThePassageThatAnswersIt(String question, String expected) {
    Answer answer = answer(question);

    assertTrue(answer.markdown().contains(expected), answer.markdown());
    assertFalse(answer.citations().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Who won the football world cup in 2014?",
        "what's the best pizza place in Rome",
        "What's the weather today?",
        "How tall is Mount Everest?"
      })
  void whatTheDocumentationDoesNotSayItDoesNotKnow(String question) {
    Answer answer = answer(question);

    assertTrue(answer.markdown().contains("found nothing about that"), answer.markdown());
    assertTrue(answer.markdown().contains("(/docs/guide/connecting-models.md)"), answer.markdown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Write me a poem about the sea",
        "tell me a joke",
        "Can you translate this into French: good morning",
        "please summarise this text for me"
      })
  void whatNeedsALanguageModelIsSaidToNeedOne(String task) {
    Answer answer = answer(task);

    assertTrue(answer.markdown().startsWith("That needs a language model."), answer.markdown());
    assertTrue(answer.markdown().contains("(/docs/guide/connecting-models.md)"), answer.markdown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hi there! Who are you?", "What can you do?", "are you an AI?", "help"})
  void whoeverAsksWhatItIsIsTold(String question) {
    Answer answer = answer(question);

    assertTrue(answer.markdown().contains("not a language model"), answer.markdown());
    assertTrue(answer.markdown().contains("A real model could also"), answer.markdown());
    assertEquals(
        "/docs/guide/models.md#the-built-in-guide", answer.citations().getFirst().url().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "Good morning everyone!",
        "Me too!",
        "thanks a lot",
        "ok",
        "lol",
        "👋",
        "👍👍",
        "!?",
        "+1",
        "haha nice",
        "I agree",
        "bye",
        "How are you?",
        "@grace"
      })
  void smallTalkIsNotAnsweredWithDocumentation(String talk) {
    for (boolean room : List.of(true, false)) {
      Answer answer = guide.answer(Asked.of(List.of(talk), true, room));

      assertEquals(List.of(), answer.citations(), answer.markdown());
      assertTrue(answer.markdown().length() < 60, answer.markdown());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I think we should meet on Tuesday",
        "Grace, your model of the bridge is great",
        "we share a room at the conference",
        "The lunch was delicious",
        "I deleted the message already",
        "Ada",
        "lunch at noon"
      })
  void whatPeopleSayToEachOtherGetsNoDocumentation(String statement) {
    Answer answer = guide.answer(Asked.of(List.of(statement), false, true));

    assertEquals("All right.", answer.markdown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How do I share a conversation?",
        "how to share a conversation",
        "I want to share a conversation",
        "share conversation",
        "tell me how to share a conversation"
      })
  void aQuestionIsAnsweredInARoomToo(String question) {
    Answer answer = guide.answer(Asked.of(List.of(question), false, true));

    assertTrue(answer.markdown().contains("(/docs/guide/sharing.md"), answer.markdown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wie kann ich den Mond sehen?         | Hallo!",
        "comment est-ce que je fais du pain ? | Bonjour !",
        "¿cómo puedo hacer pan?               | ¡Hola!",
        "パンの作り方を教えてください                      | Hello!"
      })
  void anotherLanguageIsToldThatTheDocumentationIsEnglish(String question, String greeting) {
    String markdown = answer(question).markdown();

    assertTrue(markdown.startsWith(greeting + " I can read only"), markdown);
  }

  @Test
  void whatItCanFindInAnotherLanguageItTells() {
    assertTrue(answer("Wie benutze ich Ollama?").markdown().contains("ollama pull"));
  }

  static List<String> questions() {
    return List.of(
        "How do I connect OpenAI?",
        "What is a room?",
        "keyboard shortcuts",
        "configuration",
        "reliability",
        "parley.realtime",
        "which metrics are there?",
        "hello",
        "tell me a joke",
        "asdf qwer");
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anAnswerBeginsWithSentencesThatFitInARoom(String question) {
    Answer answer = answer(question);
    String lead = LINK.matcher(answer.markdown().split("\n\n", 2)[0]).replaceAll("");
    String seen = lead.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");

    assertTrue(seen.length() <= LEAD || Prose.split(seen, 1).rest().isEmpty(), seen);
    assertFalse(lead.contains("\n") || lead.startsWith("#") || lead.startsWith("|"), lead);
    assertTrue(answer.markdown().length() < 4_000, answer.markdown());
    assertFalse(answer.markdown().contains("|---"), answer.markdown());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void everyNumberIsALinkToASectionThatExists(String question) {
    List<String> urls =
        handbook.sections().stream().map(section -> section.url().toString()).toList();
    Answer answer = answer(question);
    List<String> linked =
        LINK.matcher(answer.markdown())
            .results()
            .map(found -> found.group(1) + found.group(2))
            .toList();

    assertEquals(
        answer.citations().stream().map(citation -> citation.marker() + citation.url()).toList(),
        linked);
    for (Citation citation : answer.citations()) {
      assertTrue(urls.contains(citation.url().toString()), citation.toString());
    }
  }

  @Test
  void aQuestionThatNamesAPageGetsThatPage() {
    for (Page page : handbook.pages()) {
      boolean contents = page.path().endsWith("README.md");
      if (!contents && !page.path().equals("docs/models.md")) {
        assertEquals(
            page.path(),
            guide.sections(Asked.question(page.title())).getFirst().page(),
            page.title());
      }
    }
  }

  @Test
  void usersPagesComeFirstUnlessTheQuestionIsAboutTheInside() {
    assertTrue(guide.sections(Asked.question("rooms")).getFirst().isForUsers());
    assertFalse(guide.sections(Asked.question("room websocket protocol")).getFirst().isForUsers());
  }

  @Test
  void aFollowUpIsUnderstoodByTheQuestionBefore() {
    String alone = answer("Can I take it back?").markdown();
    String after =
        guide
            .answer(
                Asked.of(
                    List.of("How do I share a conversation?", "Can I take it back?"), false, false))
            .markdown();

    assertTrue(after.contains("Revoke"), alone + "\n---\n" + after);
  }

  @Test
  void itSaysWhatItIsOnce() {
    assertTrue(
        guide
            .answer(Asked.of(List.of("How do I start Parley?"), true, false))
            .markdown()
            .contains("built-in guide"));
    assertFalse(answer("How do I start Parley?").markdown().contains("built-in guide"));
  }

  @Test
  void hostileQuestionsAreAnsweredInBoundedTime() {
    for (String question :
        List.of(
            "room ".repeat(10_000),
            "xq".repeat(50_000),
            "a.".repeat(50_000),
            "@a ".repeat(30_000),
            "the of and ".repeat(5_000),
            "zzkw ylorv brimf ".repeat(3_000),
            "<script>alert(1)</script> ".repeat(2_000),
            "👍🏽".repeat(20_000),
            "((((".repeat(10_000),
            "please ".repeat(10_000) + "write",
            " ".repeat(100_000),
            "\u202e" + "[x](".repeat(10_000))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> guide.answer(Asked.of(List.of(question, question), true, true)),
          question.substring(0, 10));
    }
  }

  @Test
  void whatIsAskedIsNotRepeated() {
    assertFalse(answer("<b>how</b> <img src=x onerror=alert(1)>?").markdown().contains("<"));
  }

  @Test
  void anEmptyHandbookIsNoReasonToFail() {
    Guide empty = new Guide(Handbook.read(_ -> Optional.empty()));

    assertTrue(empty.answer(Asked.question("who are you?")).markdown().contains("guide"));
    assertTrue(
        empty.answer(Asked.question("How do I start?")).markdown().contains("found nothing"));
  }

  private Answer answer(String question) {
    return guide.answer(Asked.question(question));
  }
}
