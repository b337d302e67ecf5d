package io.parley.conversation;

import io.parley.identity.ParticipantId;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
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

  /// With nothing else to look up, so many windows are read entry by entry, about 16,000 entries.
  private static final int WINDOWS_READ = 2;

  private static final String READ_QUERY =
      """
      select cast(q as text) as text, querytree(q) as indexed, numnode(q) as nodes
      from (
        select websearch_to_tsquery('simple', coalesce(string_agg(
          case when c.alternative then 'or ' else '' end || case when c.negated then '-' else '' end
            || '"' || search_fold(c.text) || '"', ' ' order by c.n), '')) as q
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

  /// `offset 0` and `ts_match_vq` keep the planner from looking up what is better read, and from
  /// reading in the order of the numbers what is better looked up.
  private static final String WINDOW =
      """
      select no, message_id, said_at,
        cast(ts_rank_cd(words, cast(:query as tsquery), 1) as double precision) as rank
      from (
        select e.* from (
          select no, message_id, said_at, words from search_entry
          where words @@ cast(:index as tsquery) offset 0) e
        where e.no < :before and ts_match_vq(e.words, cast(:query as tsquery))
        order by e.no desc
        limit :limit) hit
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// A message that fits, and how well.
  record Hit(long no, UUID message, Instant saidAt, double rank) {}

  /// The newest hits before a number, newest first.
  ///
  /// @param before that number
  /// @param rest the number before which older hits may be, if there may be any
  record Block(List<Hit> hits, long before, Optional<Long> rest) {
    Block {
      hits = List.copyOf(hits);
    }
  }

  private record Terms(String text, boolean indexed) {}

  /// @param reader sees their own conversations beside the rooms
  /// @param before an entry's number, or empty for the newest block
  /// @throws io.parley.platform.ProblemException `invalid_request` if the query would fit whatever
  ///   does not hold some word
  @Transactional
  public Block find(SearchQuery query, Optional<ParticipantId> reader, Optional<Long> before) {
    Optional<Terms> terms = terms(query.clauses());
    if (terms.isEmpty()) {
      return new Block(List.of(), 0, Optional.empty());
    }
    if (!terms.get().indexed()) {
      throw Problem.INVALID_REQUEST.because("Say at least one word to look for.");
    }
    // The planner knows nothing of what the index is asked here.
    entities.createNativeQuery("set local enable_seqscan = off").executeUpdate();
    long end = Math.min(before.orElse(Long.MAX_VALUE), end());
    String scope = scope(reader);
    return query.openEnd()
        ? findBeginning(query, terms.get(), scope, end)
        : collect(
            scope + " & (" + terms.get().text() + ")",
            terms.get().text(),
            SearchWindow.before(end, 0));
  }

  /// Where the last word is a beginning only: looked up where it is rare, read where it is common.
  private Block findBeginning(SearchQuery query, Terms terms, String scope, long end) {
    String open = terms.text() + ":*";
    String beginning = open.substring(open.lastIndexOf(" '") + 1);
    long frequency = count(beginning);
    if (frequency * COMMON < SAMPLE) {
      long enough = BLOCK * (long) SAMPLE / Math.max(1, frequency);
      return collect(scope + " & (" + open + ")", open, SearchWindow.before(end, enough));
    }
    Optional<Terms> certain = terms(query.certain()).filter(Terms::indexed);
    List<SearchWindow> all = SearchWindow.before(end, 0);
    return certain
        .map(other -> collect(scope + " & (" + other.text() + ")", open, all))
        .orElseGet(() -> collect(scope, open, all.subList(0, Math.min(WINDOWS_READ, all.size()))));
  }

  private Block collect(String index, String query, List<SearchWindow> windows) {
    List<Hit> hits = new ArrayList<>();
    long reached = 0;
    for (SearchWindow window : windows) {
      hits.addAll(read(window, index, query, BLOCK - hits.size()));
      reached = window.from();
      if (hits.size() == BLOCK) {
        reached = hits.getLast().no();
        break;
      }
    }
    return new Block(hits, windows.getFirst().to(), Optional.of(reached).filter(rest -> rest > 0));
  }

  private List<Hit> read(SearchWindow window, String index, String query, int limit) {
    List<?> rows =
        entities
            .createNativeQuery(WINDOW, Tuple.class)
            .setParameter("index", window.marks() + " & " + index)
            .setParameter("query", query)
            .setParameter("before", window.to())
            .setParameter("limit", limit)
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .map(row ->
            new Hit(
                row.get("no", Long.class),
                row.get("message_id", UUID.class),
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
                .setParameter("clauses", Json.write(clauses))
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
