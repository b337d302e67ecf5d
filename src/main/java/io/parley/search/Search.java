package io.parley.search;

import io.parley.archive.ArchivedMessages;
import io.parley.archive.PageBytes;
import io.parley.conversation.Conversations;
import io.parley.conversation.Message;
import io.parley.conversation.MessagePlace;
import io.parley.history.PageRequest;
import io.parley.participant.ParticipantId;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Timer;

/// Finds rooms and the reader's own conversations by name, and the messages in them.
@ApplicationScoped
public class Search {
  /// What has just been said counts twice as much as what is old, and what is of this age one and a
  /// half times.
  private static final Duration RECENT = Duration.ofDays(30);

  /// Rooms and conversations whose names fit, on the first page.
  static final int MOST_TITLES = 20;

  @Inject SearchStore store;
  @Inject ArchivedMessages messages;
  @Inject Conversations conversations;
  @Inject Database database;
  @Inject Clock clock;
  @Inject MetricRegistry metrics;

  private record Scored(SearchStore.Hit hit, double score) {}

  /// @param reader empty for somebody unknown, who sees the rooms
  /// @throws io.parley.platform.ProblemException `invalid_request`, or `unavailable` if PostgreSQL
  ///   is unavailable
  public SearchPage find(String text, Optional<ParticipantId> reader, PageRequest page) {
    try (Timer.Context _ = metrics.timer("parley_search").time()) {
      return search(text, reader, page);
    }
  }

  private SearchPage search(String text, Optional<ParticipantId> reader, PageRequest page) {
    SearchQuery query = SearchQuery.parse(text);
    SearchCursor cursor =
        page.before().map(SearchCursor::read).orElseGet(() -> SearchCursor.first(clock.instant()));
    SearchStore.Block block = database.ask(() -> store.find(query, reader, cursor.range()));
    List<Scored> best =
        ranked(block, cursor.asked())
            .filter(hit ->
                cursor.last().stream().allMatch(last -> last.isBefore(hit.score(), hit.hit().no())))
            .toList();
    List<SearchPage.Found> titles =
        page.before().isEmpty() ? titles(query, reader, page.limit()) : List.of();
    List<Scored> shown = best.subList(0, Math.min(page.limit() - titles.size(), best.size()));
    List<SearchPage.Found> items = new ArrayList<>(titles);
    items.addAll(found(shown, reader, query));
    return new SearchPage(
        items, next(cursor, block, best, shown).map(SearchCursor::toString), query.excluded());
  }

  private static Optional<SearchCursor> next(
      SearchCursor cursor, SearchStore.Block block, List<Scored> best, List<Scored> shown) {
    if (shown.size() == best.size()) {
      return Optional.of(cursor.before(block)).filter(_ -> !block.isLast());
    }
    return Optional.of(
        shown.isEmpty() ? cursor.all(block) : cursor.after(block, last(shown.getLast())));
  }

  private List<SearchPage.Found> titles(
      SearchQuery query, Optional<ParticipantId> reader, int limit) {
    int most = Math.min(limit, MOST_TITLES);
    return database.ask(() -> store.titles(query, reader, most)).stream()
        .flatMap(id -> conversations.visibleTo(reader, id).stream())
        .map(conversation -> SearchPage.Found.of(conversation, query))
        .toList();
  }

  private static SearchCursor.Last last(Scored hit) {
    return new SearchCursor.Last(hit.score(), hit.hit().no());
  }

  private static Stream<Scored> ranked(SearchStore.Block block, Instant asked) {
    return block.hits().stream()
        .map(hit -> new Scored(hit, hit.rank() * (1 + recency(hit.saidAt(), asked))))
        .sorted(
            Comparator.comparingDouble(Scored::score)
                .thenComparingLong(scored -> scored.hit().no())
                .reversed());
  }

  /// From 1 for what was just said down to 0 for what is old.
  private static double recency(Instant saidAt, Instant asked) {
    double age = Math.max(0, Duration.between(saidAt, asked).toMillis());
    return RECENT.toMillis() / (RECENT.toMillis() + age);
  }

  private List<SearchPage.Found> found(
      List<Scored> hits, Optional<ParticipantId> reader, SearchQuery query) {
    List<MessagePlace> places = hits.stream().map(hit -> hit.hit().place()).toList();
    Map<MessagePlace, Long> sizes = messages.sizes(places);
    List<SearchPage.Found> found = new ArrayList<>();
    // no more text at a time than a page holds: a snippet is all that is left of it
    for (List<MessagePlace> rest = places; !rest.isEmpty(); ) {
      int count =
          PageBytes.fitting(rest.stream().map(place -> sizes.getOrDefault(place, 0L)).toList());
      found.addAll(excerpts(rest.subList(0, count), reader, query));
      rest = rest.subList(count, rest.size());
    }
    return found;
  }

  private List<SearchPage.Found> excerpts(
      List<MessagePlace> places, Optional<ParticipantId> reader, SearchQuery query) {
    Map<MessagePlace, Message> byPlace =
        messages.find(places).stream()
            .collect(Collectors.toMap(MessagePlace::of, Function.identity()));
    return places.stream()
        .flatMap(place -> Optional.ofNullable(byPlace.get(place)).stream())
        .flatMap(message ->
            conversations.visibleTo(reader, message.conversationId()).stream()
                .map(conversation -> SearchPage.Found.of(conversation, message, query)))
        .toList();
  }
}
