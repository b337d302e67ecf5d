package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.End;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.ModelId;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.testing.Await;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class GuideProviderTest {
  private static final double AT_ONCE = 1e6;
  private static final Map<String, String> PAGES =
      Map.of(
          "README.md",
          "# Tea\n\nAll about tea.\n\n[Making it](docs/make.md)",
          "docs/make.md",
          "# Making tea\n\nBoil  water.\nPour it on the leaves.\n\n## Milk\n\nMilk comes last.");

  private final List<GenerationEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void itIsAProviderOfOneModel() {
    assertEquals("demo", provider(AT_ONCE).name());
    assertEquals("demo/guide", provider(AT_ONCE).models().getFirst().id().toString());
  }

  @Test
  void anAnswerComesWordByWordAndCitesItsSource() {
    generate(AT_ONCE, PromptMessage.user("When does milk come?"));

    Completed end = assertInstanceOf(Completed.class, end());
    assertEquals("/docs/make.md#milk", end.citations().getFirst().url().toString());
    assertTrue(text().contains("Milk comes last. [[1]](/docs/make.md#milk)"), text());
    assertTrue(
        events.stream()
            .filter(Text.class::isInstance)
            .map(event -> ((Text) event).text())
            .allMatch(word -> word.strip().split("\\s", -1).length == 1),
        "single words");
  }

  @Test
  void aMentionIsNotPartOfTheQuestion() {
    generate(AT_ONCE, PromptMessage.user("Ada", "@guide milk?"));
    end();
    assertTrue(text().contains("Milk comes last."), text());
  }

  @Test
  void whatPeopleSayToEachOtherIsNotAnswered() {
    generate(AT_ONCE, PromptMessage.user("Ada", "We had some milk this morning"));
    end();
    assertEquals("All right.", text());
  }

  @Test
  void aStatementThatMentionsTheGuideIsForTheGuide() {
    generate(AT_ONCE, PromptMessage.user("Ada", "@guide we had some milk this morning"));
    end();
    assertTrue(text().contains("Milk comes last."), text());
  }

  @Test
  void aFollowUpIsAboutTheLastQuestionNotTheRemarksSince() {
    generate(
        AT_ONCE,
        PromptMessage.user("Ada", "When does milk come?"),
        PromptMessage.user("Grace", "me too"),
        PromptMessage.user("Ada", "is it last?"));
    end();
    assertTrue(text().contains("Milk comes last."), text());
  }

  @Test
  void inTheMiddleOfATalkItDoesNotIntroduceItself() {
    generate(
        AT_ONCE,
        PromptMessage.user("How do I boil water?"),
        PromptMessage.assistant("Boil  water."),
        PromptMessage.user("And when does milk come?"));
    end();
    assertFalse(text().contains("built-in"), text());
  }

  @Test
  void itSpeaksAtItsRate() {
    long begin = System.nanoTime();
    generate(200, PromptMessage.user("When does milk come?"));
    end();
    int words = events.size() - 1;

    assertTrue(System.nanoTime() - begin >= words * 5_000_000L, words + " words");
  }

  @Test
  void itStopsWhenItIsToldTo() {
    Generation generation = generate(0.01, PromptMessage.user("When does milk come?"));

    generation.cancel();
    generation.cancel();

    assertEquals(new Cancelled(), end());
    assertEquals(1, events.size());
  }

  @Test
  void itCanBeStoppedInTheMiddle() {
    Generation generation = generate(50, PromptMessage.user("When does milk come?"));
    Await.until("a word", () -> !events.isEmpty());

    generation.cancel();

    assertEquals(new Cancelled(), end());
  }

  @Test
  void defaultsAndMappings() {
    assertEquals(new GuideConfig(40), GuideConfig.from(key -> Optional.empty()));
    assertEquals(
        new GuideConfig(7.5),
        GuideConfig.from(key ->
            Optional.of("7.5").filter(value -> key.equals("parley.guide.words-per-second"))));
    assertThrows(IllegalArgumentException.class, () -> new GuideConfig(0));
  }

  private Generation generate(double wordsPerSecond, PromptMessage... messages) {
    return provider(wordsPerSecond)
        .generate(Prompt.of(new ModelId("demo", "guide"), messages), events::add);
  }

  private static GuideProvider provider(double wordsPerSecond) {
    Handbook handbook = Handbook.read(path -> Optional.ofNullable(PAGES.get(path)));
    Guide guide = new Guide(handbook);
    return new GuideProvider(() -> guide, wordsPerSecond);
  }

  private End end() {
    Await.until("the end", () -> events.stream().anyMatch(End.class::isInstance));
    return (End) events.getLast();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof Text(String word)) {
        text.append(word);
      }
    }
    return text.toString();
  }
}
