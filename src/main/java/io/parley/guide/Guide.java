package io.parley.guide;

import io.parley.guide.Index.Hit;
import io.parley.llm.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers a question out of the handbook, in its sentences, with numbered links to the sections
/// that they are from. The first block of an answer is short enough for a room; the rest is more of
/// the same. It says what it is, and what it does not know.
final class Guide {
  /// Below this share of the question in the best section, the handbook is silent on it. A long
  /// question says much beside.
  private static final double FITS = 0.45;

  private static final double FITS_BESIDE = 0.6;
  private static final double FITS_LONG = 0.25;
  private static final double LESS_EACH = 0.025;

  private static final double FITS_KEYWORDS = 0.75;

  /// A second section is quoted if it fits nearly as well as the first.
  private static final double NEARLY = 0.85;

  /// Characters of the sentences that answer at once: three or four lines.
  private static final int LEAD = 320;

  private static final int FIRST_LENGTH = 1_400;
  private static final int SECOND_LENGTH = 250;

  /// What a room needs no more words for: a reply without any would be a failure.
  private static final String NOTHING_TO_SAY = "All right.";

  private static final String ABOUT_PAGE = "docs/guide/models.md";
  private static final String ABOUT = "the-built-in-guide";
  private static final String MORE = "what-a-real-model-would-add";
  private static final String CONNECTING_PAGE = "docs/guide/connecting-models.md";

  private final Handbook handbook;
  private final Index index;
  private final Spelling spelling;
  private final RecentAnswers recent = new RecentAnswers(this::find);

  Guide(Handbook handbook) {
    this.handbook = handbook;
    this.index =
        new Index(handbook.sections().stream().filter(section -> !isContents(section)).toList());
    Map<String, Integer> words = new HashMap<>(index.words());
    Tokenizer.STOP.forEach(word -> words.merge(word, 1, Integer::sum));
    Synonyms.words().forEach(word -> words.merge(word, 1, Integer::sum));
    this.spelling = new Spelling(words);
  }

  Answer answer(Asked asked) {
    return recent.to(asked);
  }

  private Answer find(Asked asked) {
    return switch (Intent.of(asked)) {
      case GREETING -> line("Hello! Ask me anything about Parley.");
      case THANKS -> line("You're welcome!");
      case FAREWELL -> line("Goodbye!");
      case REMARK -> line(NOTHING_TO_SAY);
      case ABOUT_GUIDE -> aboutGuide("");
      case TASK -> aboutGuide("That needs a language model. ");
      case QUESTION -> question(asked);
      case KEYWORDS -> keywords(asked);
    };
  }

  /// The sections that a question is answered from, best first; empty if the handbook is silent.
  List<Section> sections(Asked asked) {
    return hits(asked).stream().map(Hit::section).toList();
  }

  /// Between people, a few words are a search only if the user's guide has nearly all of them.
  private Answer keywords(Asked asked) {
    Query query = Query.of(asked.text(), "", Spelling.NONE);
    return index.search(query).stream()
            .filter(hit -> hit.coverage() >= FITS_KEYWORDS)
            .findFirst()
            .filter(hit -> hit.section().isForUsers() || query.inside())
            .isPresent()
        ? question(asked)
        : line(NOTHING_TO_SAY);
  }

  private Answer question(Asked asked) {
    List<Hit> hits = hits(asked);
    if (hits.isEmpty()) {
      return Tongue.greeting(asked.text()).map(this::english).orElseGet(() -> unknown(asked));
    }
    Query query = query(asked);
    Sources sources = new Sources();
    Hit best = hits.getFirst();
    Quotation.Text text = new Quotation(best.section(), index, query).text(LEAD, FIRST_LENGTH);
    sources.say(text.lead() + " " + sources.cite(best.section()));
    text.rest().forEach(sources::say);
    hits.stream()
        .skip(1)
        .filter(hit -> hit.score() >= NEARLY * best.score())
        .findFirst()
        .map(Hit::section)
        .ifPresent(section ->
            sources.say(
                new Quotation(section, index, query).text(SECOND_LENGTH, SECOND_LENGTH).lead()
                    + " "
                    + sources.cite(section)));
    if (asked.first()) {
      sources.say(
          "*I'm Parley's built-in guide and answer from its documentation alone.* "
              + connecting().map(link -> "To talk about anything else, " + link + ".").orElse(""));
    }
    return sources.answer();
  }

  private List<Hit> hits(Asked asked) {
    Query query = query(asked);
    return query.wishes().isEmpty()
        ? List.of()
        : index.search(query).stream().filter(hit -> fits(hit, asked, query)).toList();
  }

  /// A page of the reference must have more of a short question that is not about the inside.
  private static boolean fits(Hit hit, Asked asked, Query query) {
    if (hit.section().isForUsers() || query.inside()) {
      return hit.coverage() >= fits(asked, query);
    }
    if (asked.audience() == Asked.Audience.ANYBODY) {
      // people ask each other about tea at five, and a page of figures has a "five"
      return hit.coverage() >= FITS_KEYWORDS;
    }
    boolean beside = query.asked().size() <= 3;
    return hit.coverage() >= (beside ? FITS_BESIDE : fits(asked, query));
  }

  private static double fits(Asked asked, Query query) {
    if (Tongue.greeting(asked.text()).isPresent()) {
      return FITS_LONG;
    }
    return Math.max(FITS_LONG, FITS - LESS_EACH * Math.max(0, query.asked().size() - 3));
  }

  /// A word of another language is no mistyped English one.
  private Query query(Asked asked) {
    boolean english = Tongue.greeting(asked.text()).isEmpty();
    return Query.of(asked.text(), asked.before(), english ? spelling : Spelling.NONE);
  }

  private Answer aboutGuide(String opening) {
    Sources sources = new Sources();
    String source = section(ABOUT).map(sources::cite).orElse("");
    sources.say(
        opening
            + "I'm Parley's built-in guide, not a language model: I answer questions about Parley from"
            + " its documentation. "
            + source
            + " A real model could also write, translate, explain and talk about any subject"
            + connecting().map(link -> ": " + link + ".").orElse(".")
            + section(MORE).map(more -> " " + sources.cite(more)).orElse(""));
    return sources.answer();
  }

  private Answer unknown(Asked asked) {
    if (Tokenizer.terms(asked.text()).isEmpty()) {
      return line("What would you like to know about Parley?");
    }
    Sources sources = new Sources();
    sources.say(
        "I found nothing about that in Parley's documentation. I'm its built-in guide, not a language"
            + " model, and know nothing else. "
            + section(ABOUT).map(sources::cite).orElse("")
            + connecting().map(link -> " To talk about anything else, " + link + ".").orElse(""));
    return sources.answer();
  }

  private Answer english(String greeting) {
    return line(
        greeting
            + " I can read only Parley's English documentation: please ask me in English."
            + connecting().map(link -> " For other languages, " + link + ".").orElse(""));
  }

  private static Answer line(String markdown) {
    return new Answer(markdown, List.of());
  }

  private Optional<String> connecting() {
    return handbook
        .page(CONNECTING_PAGE)
        .map(page -> "[connect a model](" + Links.toPage(page.path(), "") + ")");
  }

  private Optional<Section> section(String anchor) {
    return handbook.page(ABOUT_PAGE).stream()
        .flatMap(page -> page.sections().stream())
        .filter(section -> section.anchor().equals(anchor))
        .findFirst();
  }

  /// A list of pages answers nothing.
  private static boolean isContents(Section section) {
    return section.page().endsWith("guide/README.md");
  }

  /// An answer being put together.
  private static final class Sources {
    private static final int SNIPPET = 160;

    private final List<String> parts = new ArrayList<>();
    private final List<Source> all = new ArrayList<>();

    void say(String markdown) {
      parts.add(markdown);
    }

    /// The number of a source, as a link.
    String cite(Section section) {
      all.add(
          new Source(
              section.page() + "#" + section.anchor(),
              section.title(),
              section.url(),
              Optional.of(snippet(section))));
      return "[[" + all.size() + "]](" + section.url() + ")";
    }

    Answer answer() {
      return new Answer(String.join("\n\n", parts), all);
    }

    private static String snippet(Section section) {
      String text = section.passages().getFirst().text().replaceAll("\\s+", " ").strip();
      return text.length() <= SNIPPET
          ? text
          : text.substring(0, text.offsetByCodePoints(0, SNIPPET - 2)) + "…";
    }
  }
}
