package io.parley.search;

import io.parley.conversation.MessagePlace;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Looks for messages in the archive.
///
/// A common word has a million hits, and neither reading nor ranking them all is a matter of
/// milliseconds. So the newest [#BLOCK] hits are taken and ranked, then those before them: the
/// index is asked about the newest entries first, and about more of them only until there are
/// enough.
@ApplicationScoped
public class SearchStore {
  /// So many hits are ranked against each other.
  static final int BLOCK = 200;

  /// Looked at to know how common a beginning of a word is.
  private static final int SAMPLE = 512;

  /// A beginning that more than one in so many entries have is not looked up in the index, which
  /// would first put together all entries of all words that begin with it.
  private static final int COMMON = 25;

  /// With nothing else to look up, so many entries are read one by one.
  private static final long ENTRIES_READ = 16_384;

  private static final String READ_QUERY =
      """
      select cast(q as text) as text, querytree(q) as indexed, numnode(q) as nodes
      from (
        select websearch_to_tsquery('simple', coalesce(string_agg(
          case when c.alternative then 'or ' else '' end || case when c.negated then '-' else '' end
            || '"' || c.text || '"', ' ' order by c.n), '')) as q
        from rows from (json_to_recordset(cast(:clauses as json))
          as (text text, negated boolean, alternative boolean)) with ordinality
          as c(text, negated, alternative, n)) x
      """;

  private static final String SAMPLE_BEGINNING =
      """
      select count(*) from (
        select words from search_entry order by no desc limit :sample) s
      where words @@ cast(:query as tsquery)
      """;

  /// `offset 0` keeps the planner from reading in the order of the numbers what is better looked
  /// up.
  private static final String LOOK_UP =
      """
      select no, conversation_id, message_id, said_at,
        cast(ts_rank_cd(words, cast(:query as tsquery), 1) as double precision) as rank
      from (
        select e.* from (
          select no, conversation_id, message_id, said_at, words from search_entry
          where words @@ cast(:index as tsquery) offset 0) e
        where e.no < :before and e.no >= :until
        order by e.no desc
        limit :limit) hit
      """;

  /// `ts_match_vq` keeps it from looking up what is better read.
  private static final String READ =
      """
      select no, conversation_id, message_id, said_at,
        cast(ts_rank_cd(words, cast(:query as tsquery), 1) as double precision) as rank
      from (
        select e.* from (
          select no, conversation_id, message_id, said_at, words from search_entry
          where words @@ cast(:index as tsquery) offset 0) e
        where e.no < :before and e.no >= :until
          and ts_match_vq(e.words, cast(:query as tsquery))
        order by e.no desc
        limit :limit) hit
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// Rooms and conversations by their names, those that something happened in last first.
  private static final String TITLES =
      """
      select c.id from (
        select conversation_id from conversation_title
        where words @@ cast(:query as tsquery) offset 0) t
      join conversation c on c.id = t.conversation_id
      order by c.updated_at desc, c.id desc
      limit :limit
      """;

  /// A message that fits, and how well.
  record Hit(long no, MessagePlace place, Instant saidAt, double rank) {}

  /// The newest hits before a number, newest first.
  ///
  /// @param before that number
  /// @param until the number of the oldest entry that was looked at; older hits may be before it
  record Block(List<Hit> hits, long before, long until) {
    Block {
      hits = List.copyOf(hits);
    }

    boolean isLast() {
      return until <= 0;
    }
  }

  /// Which entries are looked at: those before a number, back to another if that is known.
  record Range(Optional<Long> before, Optional<Long> until) {
    static final Range ALL = new Range(Optional.empty(), Optional.empty());
  }

  /// A question to the index and, where that finds too much, to what it finds.
  private record Question(String sql, String index, String query, long before, long until) {}

  private record Terms(String text, boolean indexed) {}

  /// @param reader sees their own conversations beside the rooms
  /// @throws io.parley.platform.ProblemException `invalid_request` if the query would fit whatever
  ///   does not hold some word
  @Transactional
  public Block find(SearchQuery query, Optional<ParticipantId> reader, Range range) {
    Optional<Terms> terms = terms(query.clauses());
    if (terms.isEmpty()) {
      return new Block(List.of(), 0, 0);
    }
    if (!terms.get().indexed()) {
      throw Problem.INVALID_REQUEST.because(
          "`or` cannot be combined with an excluded word: almost every message would match.");
    }
    // The planner knows nothing of what the index is asked here.
    entities.createNativeQuery("set local enable_seqscan = off").executeUpdate();
    long before = Math.min(range.before().orElse(Long.MAX_VALUE), end());
    long until = Math.min(range.until().orElse(0L), before);
    SearchPace pace = new SearchPace(BLOCK, range.until().isPresent());
    String scope = scope(reader);
    if (query.openEnd()) {
      return findBeginning(query, terms.get(), scope, before, until, pace);
    }
    String text = terms.get().text();
    return collect(new Question(LOOK_UP, scope + " & (" + text + ")", text, before, until), pace);
  }

  /// The rooms and the reader's conversations whose name or title fits.
  @Transactional
  public List<ConversationId> titles(SearchQuery query, Optional<ParticipantId> reader, int limit) {
    Optional<Terms> terms = terms(query.clauses()).filter(Terms::indexed);
    if (terms.isEmpty()) {
      return List.of();
    }
    String text = terms.get().text() + (query.openEnd() ? ":*" : "");
    List<?> ids =
        entities
            .createNativeQuery(TITLES, UUID.class)
            .setParameter("query", scope(reader) + " & (" + text + ")")
            .setParameter("limit", limit)
            .getResultList();
    return ids.stream().map(UUID.class::cast).map(ConversationId::new).toList();
  }

  /// Where the last word is a beginning only: looked up where it is rare, read where it is common.
  private Block findBeginning(
      SearchQuery query, Terms terms, String scope, long before, long until, SearchPace pace) {
    String open = terms.text() + ":*";
    long frequency = count(open.substring(open.lastIndexOf(" '") + 1));
    if (frequency * COMMON < SAMPLE) {
      return collect(
          new Question(LOOK_UP, scope + " & (" + open + ")", open, before, until),
          pace.from(BLOCK * (long) SAMPLE / Math.max(1, frequency)));
    }
    return terms(query.certain())
        .filter(Terms::indexed)
        .map(other ->
            collect(
                new Question(READ, scope + " & (" + other.text() + ")", open, before, until), pace))
        .orElseGet(() ->
            collect(
                new Question(READ, scope, open, before, Math.max(until, before - ENTRIES_READ)),
                pace));
  }

  private Block collect(Question question, SearchPace pace) {
    long began = System.nanoTime();
    List<Hit> hits = new ArrayList<>();
    long reached = question.before();
    while (reached > question.until() && !pace.isOver(hits.size(), since(began))) {
      SearchWindow window = SearchWindow.before(reached, pace.next());
      hits.addAll(read(question, window, BLOCK - hits.size()));
      pace.looked(window.length(), hits.size(), since(began));
      reached = Math.max(window.from(), question.until());
    }
    return new Block(hits, question.before(), hits.size() == BLOCK ? hits.getLast().no() : reached);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private List<Hit> read(Question question, SearchWindow window, int limit) {
    List<?> rows =
        entities
            .createNativeQuery(question.sql(), Tuple.class)
            .setParameter("index", window.marks() + " & " + question.index())
            .setParameter("query", question.query())
            .setParameter("before", window.to())
            .setParameter("until", Math.max(window.from(), question.until()))
            .setParameter("limit", limit)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .map(row ->
            new Hit(
                row.get("no", Long.class),
                new MessagePlace(
                    new ConversationId(row.get("conversation_id", UUID.class)),
                    new MessageId(row.get("message_id", UUID.class))),
                row.get("said_at", Instant.class),
                row.get("rank", Double.class)))
        .sorted(Comparator.comparingLong(Hit::no).reversed())
        .toList();
  }

  /// Empty if nothing in them is a word.
  private Optional<Terms> terms(List<SearchQuery.Clause> clauses) {
    if (clauses.isEmpty()) {
      return Optional.empty();
    }
    Tuple row =
        (Tuple)
            entities
                .createNativeQuery(READ_QUERY, Tuple.class)
                .setParameter(
                    "clauses",
                    Json.write(clauses.stream().map(SearchQuery.Clause::folded).toList()))
                .getSingleResult();
    boolean indexed = !row.get("indexed", String.class).equals("T");
    return Optional.of(new Terms(row.get("text", String.class), indexed))
        .filter(_ -> row.get("nodes", Integer.class) > 0);
  }

  private long count(String beginning) {
    return number(
        entities
            .createNativeQuery(SAMPLE_BEGINNING, Long.class)
            .setParameter("sample", SAMPLE)
            .setParameter("query", beginning)
            .getSingleResult());
  }

  private long end() {
    return number(
        entities
            .createNativeQuery("select coalesce(max(no), 0) + 1 from search_entry", Long.class)
            .getSingleResult());
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  private static String scope(Optional<ParticipantId> reader) {
    return reader.map(id -> "'~%s'".formatted(id)).map(own -> "('~' | " + own + ")").orElse("'~'");
  }
}
