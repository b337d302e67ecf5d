package io.parley.guide;

import io.parley.guide.Index.Hit;
import io.parley.guide.Index.Query;
import io.parley.llm.Citation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers a question out of the handbook: the passages that fit it best, quoted, with the sections
/// they are from. It says what it is, and what it does not know.
final class Guide {
  /// Below this share of the question in the best section, the handbook is silent on it.
  private static final double FITS = 0.35;

  /// A second section is quoted if it fits nearly as well as the first.
  private static final double NEARLY = 0.8;

  private static final int FIRST_LENGTH = 1100;
  private static final int SECOND_LENGTH = 500;

  /// What a visitor who wants more than the handbook is looking for.
  private static final String CONNECTING =
      "connect a model: OpenAI key, Ollama, any other provider";

  private final Handbook handbook;
  private final Index index;

  Guide(Handbook handbook) {
    this.handbook = handbook;
    this.index = new Index(handbook.sections());
  }

  /// @param before the question before this one; empty if there was none
  /// @param first whether the guide says something for the first time in this conversation
  Answer answer(String question, String before, boolean first) {
    if (Words.terms(question).isEmpty()) {
      return introduction();
    }
    List<Hit> hits = index.search(Query.of(question, before));
    if (hits.isEmpty() || hits.getFirst().coverage() < FITS) {
      return unknown();
    }
    Sources sources = new Sources(Query.of(question, before));
    Hit best = hits.getFirst();
    sources.quote(best.section(), FIRST_LENGTH);
    hits.stream()
        .skip(1)
        .filter(hit -> hit.score() >= NEARLY * best.score() && hit.coverage() >= FITS)
        .findFirst()
        .ifPresent(hit -> sources.quote(hit.section(), SECOND_LENGTH));
    if (first) {
      sources.say(
          "*I am Parley's built-in guide: I quote its documentation and know nothing else.* "
              + connecting().map(Guide::link).orElse(""));
    }
    return sources.answer();
  }

  private Answer introduction() {
    Sources sources = new Sources(Query.of(""));
    handbook.page(Handbook.FIRST).stream()
        .flatMap(page -> page.sections().stream())
        .findFirst()
        .ifPresent(section -> sources.quote(section, SECOND_LENGTH));
    sources.say(
        "I am its built-in guide, not a language model: I look for answers in its documentation."
            + " Ask me about "
            + topics()
            + ".");
    connecting().ifPresent(section -> sources.say(link(section)));
    return sources.answer();
  }

  private Answer unknown() {
    Sources sources = new Sources(Query.of(CONNECTING));
    sources.say(
        "I found nothing about that in Parley's documentation, and that is all I know: I am its"
            + " built-in guide, not a language model. I can tell you about "
            + topics()
            + ".");
    connecting()
        .ifPresent(section -> {
          sources.say("To talk about anything else, connect a model.");
          sources.quote(section, SECOND_LENGTH);
        });
    return sources.answer();
  }

  private Optional<Section> connecting() {
    return index.search(Query.of(CONNECTING)).stream().findFirst().map(Hit::section);
  }

  private static String link(Section section) {
    return "How to connect a model: [" + section.title() + "](" + section.url() + ").";
  }

  private String topics() {
    return handbook.pages().stream()
        .filter(page -> !page.path().equals(Handbook.FIRST))
        .map(page -> "[" + page.title() + "](" + Links.toPage(page.path(), "") + ")")
        .collect(Collectors.joining(", "));
  }

  /// An answer being put together.
  private final class Sources {
    private final Query query;
    private final List<String> parts = new ArrayList<>();
    private final List<Citation> citations = new ArrayList<>();

    Sources(Query query) {
      this.query = query;
    }

    void say(String markdown) {
      parts.add(markdown);
    }

    void quote(Section section, int budget) {
      String marker = String.valueOf(citations.size() + 1);
      String quoted = new Quotation(section, index, query).markdown(budget);
      citations.add(
          new Citation(marker, section.title(), section.url(), Optional.of(snippet(section))));
      parts.add("**" + section.title() + "** [" + marker + "]\n\n" + quoted);
    }

    Answer answer() {
      return new Answer(String.join("\n\n", parts), citations);
    }

    private static String snippet(Section section) {
      String text = section.passages().getFirst().text().replaceAll("\\s+", " ").strip();
      return text.length() <= 160 ? text : text.substring(0, text.offsetByCodePoints(0, 158)) + "…";
    }
  }
}
