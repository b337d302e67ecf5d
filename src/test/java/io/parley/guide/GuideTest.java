package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Citation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The guide over Parley's documentation as it is packed: questions as people ask them.
class GuideTest {
  private final Handbook handbook = Handbook.packed();
  private final Guide guide = new Guide(handbook);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I connect OpenAI?                               | OPENAI_API_KEY=",
        "how can I use a real model                             | OPENAI_API_KEY=",
        "How do I use ChatGPT here?                             | OPENAI_API_KEY=",
        "What is Ollama and how do I use it?                    | ollama pull",
        "OLLAMA_BASE_URL                                        | OLLAMA_BASE_URL=",
        "my local model is slow to load and times out           | provider_timeout",
        "how do I add a provider of my own?                     | PARLEY_LLM_PROVIDERS_",
        "What does provider_unauthorized mean?                  | check the key",
        "What is the default model?                             | `demo/guide` until",
        "how long does parley wait for the first token          | no first token within a minute",
        "How do I start Parley?                                 | ./mvnw",
        "how do I run the tests                                 | ./mvnw verify",
        "Is my API key safe?                                    | appears in no log",
        "how many messages can a guest post per minute          | parley.limits.posts-per-minute",
        "what licence is it under?                              | Apache-2.0",
        "which models are offered, and why is one not available | marked as not available",
        "what does demo/guide answer from?                      | answers from this documentation"
      })
  void aQuestionIsAnsweredByThePassageThatAnswersIt(String question, String expected) {
    Answer answer = guide.answer(question, "", true);

    assertTrue(answer.markdown().contains(expected), answer.markdown());
    assertFalse(answer.citations().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What's the capital of France?",
        "Write me a poem about the sea",
        "Who won the football world cup in 2014?",
        "tell me a joke",
        "wie verbinde ich ein Modell?",
        "what's the best pizza place in Rome",
        "What's the weather today?"
      })
  void whatTheDocumentationDoesNotSayItDoesNotKnow(String question) {
    Answer answer = guide.answer(question, "", true);

    assertTrue(answer.markdown().contains("found nothing about that"), answer.markdown());
    assertTrue(answer.markdown().contains("OPENAI_API_KEY"), "how to connect a model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "Hi there! Who are you?", "What can you do?", "?!", "👋"})
  void aGreetingIsAnsweredWithWhatThisIs(String greeting) {
    Answer answer = guide.answer(greeting, "", true);

    assertTrue(answer.markdown().contains("not a language model"), answer.markdown());
    assertTrue(answer.markdown().contains("(/docs/models.md)"), answer.markdown());
    assertEquals("/docs/README.md#parley", answer.citations().getFirst().url().toString());
  }

  @Test
  void everyMarkerIsACitationOfASectionThatExists() {
    List<String> urls =
        handbook.sections().stream().map(section -> section.url().toString()).toList();
    for (String question : List.of("How do I connect OpenAI?", "hello", "tell me a joke")) {
      Answer answer = guide.answer(question, "", true);
      for (Citation citation : answer.citations()) {
        assertTrue(answer.markdown().contains("[" + citation.marker() + "]"), answer.markdown());
        assertTrue(urls.contains(citation.url().toString()), citation.toString());
      }
    }
  }

  @Test
  void aQuestionAboutOneKeyIsAnsweredWithItsRowUnderTheTablesHead() {
    String markdown = guide.answer("parley.limits.posts-per-minute", "", false).markdown();

    assertTrue(markdown.contains("| key | env | default |"), markdown);
    assertTrue(markdown.contains("| `parley.limits.posts-per-minute` |"), markdown);
    assertFalse(markdown.contains("outbox-hard-bytes"), markdown);
  }

  @Test
  void aFollowUpIsUnderstoodByTheQuestionBefore() {
    String alone = guide.answer("and the address?", "", false).markdown();
    String after = guide.answer("and the address?", "How do I connect Ollama?", false).markdown();

    assertFalse(alone.contains("`OLLAMA_BASE_URL`"), alone);
    assertTrue(after.contains("`OLLAMA_BASE_URL`"), after);
  }

  @Test
  void itSaysWhatItIsOnce() {
    assertTrue(guide.answer("How do I start Parley?", "", true).markdown().contains("built-in"));
    assertFalse(guide.answer("How do I start Parley?", "", false).markdown().contains("built-in"));
  }

  @Test
  void anAnswerIsShortEnoughToRead() {
    for (String question : List.of("configuration", "model", "parley.realtime", "provider key")) {
      int length = guide.answer(question, "", false).markdown().length();
      assertTrue(length < 4_000, question + ": " + length);
    }
  }

  @Test
  void anEmptyHandbookIsNoReasonToFail() {
    Guide empty = new Guide(Handbook.read(path -> java.util.Optional.empty()));

    assertTrue(empty.answer("hello", "", true).markdown().contains("guide"));
    assertTrue(empty.answer("How do I start?", "", true).markdown().contains("found nothing"));
  }
}
