package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.event.Event;
import io.parley.llm.Citation;
import io.parley.llm.Source;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CitationsTest {
  private static final List<Source> SOURCES = List.of(source("tea"), source("milk"));

  @Test
  void aSourceThatTheTextNamesIsCited() {
    assertEquals(
        List.of(citation("2", "milk")),
        Citations.of("Milk comes last. [[2]](/milk)", SOURCES, List.of()));
  }

  @Test
  void sourcesThatTheTextDoesNotNameAreLeftOut() {
    assertEquals(List.of(), Citations.of("Milk 1, tea 2, (1), [3].", SOURCES, List.of()));
  }

  @Test
  void whatTheModelCitesFromElsewhereFollows() {
    assertEquals(
        List.of(citation("1", "tea"), citation("3", "sugar")),
        Citations.of("Tea [1] with sugar [3].", SOURCES, List.of(own("3", "sugar"))));
  }

  @Test
  void oneMarkerStandsForOneSource() {
    assertEquals(
        List.of(citation("1", "tea")),
        Citations.of("Tea [1].", SOURCES, List.of(own("1", "sugar"))));
    assertEquals(
        List.of(citation("1", "sugar")), Citations.of("Tea.", SOURCES, List.of(own("1", "sugar"))));
  }

  @Test
  void allThatTheModelCitesIsKeptAlsoUnderOneMarker() {
    assertEquals(
        List.of(citation("", "tea"), citation("", "milk")),
        Citations.of("Tea.", List.of(), List.of(own("", "tea"), own("", "milk"))));
  }

  private static Source source(String name) {
    return new Source(name, name, URI.create("/" + name), Optional.of("about " + name));
  }

  private static Citation own(String marker, String name) {
    return new Citation(marker, name, URI.create("/" + name), Optional.of("about " + name));
  }

  private static Event.Citation citation(String marker, String name) {
    return new Event.Citation(marker, name, URI.create("/" + name), Optional.of("about " + name));
  }
}
