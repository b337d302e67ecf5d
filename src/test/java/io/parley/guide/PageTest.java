package io.parley.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.guide.Passage.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Page PAGE =
      Page.read(
          "docs/tea.md",
          """
          # Tea

          A drink.

          ## Making tea: how?

          Boil water:

          ```sh
          kettle --on
          ```

          * **Black** tea, [hot](water.md#hot)
          * green

          ## Kinds

          | kind | minutes |
          |---|---|
          | black | 4 |
          | green | 2 |

          ## Kinds

          Twice.
          """);

  @Test
  void aPageIsTakenApartAtItsHeadings() {
    assertEquals("Tea", PAGE.title());
    assertEquals(
        List.of("Tea", "Tea: Making tea: how?", "Tea: Kinds", "Tea: Kinds"),
        PAGE.sections().stream().map(Section::title).toList());
  }

  @Test
  void picturesBesideThePagesAreFound() {
    assertEquals("/img/docs/room.png", Links.toImage("docs/images/room.png"));
    assertEquals("/img/docs/room.png", Links.toImage("images/room.png"));
    assertEquals(
        "https://tea.example/images/pot.png", Links.toImage("https://tea.example/images/pot.png"));
    assertTrue(
        PageHtml.of(Page.read("README.md", "![A room](docs/images/room.png)"))
            .contains("<img src=\"/img/docs/room.png\" alt=\"A room\""));
  }

  @Test
  void whatPeopleAskForASectionIsReadAndNotShown() {
    String markdown = "# Tea\n\n<!-- asked\nhow long\n  a cup of it\n-->\n\nFour minutes.\n";
    Page page = Page.read("docs/tea.md", markdown);

    assertEquals(List.of("how long", "a cup of it"), page.sections().getFirst().asked());
    assertEquals(1, page.sections().getFirst().passages().size());
    assertEquals("<h1 id=\"tea\">Tea</h1>\n<p>Four minutes.</p>\n", PageHtml.of(page));
    Page noted = Page.read("docs/tea.md", "# Tea\n\n<!-- a note -->\n\nFour minutes.\n");
    assertEquals(List.of(), noted.sections().getFirst().asked());
    assertEquals(1, noted.sections().getFirst().passages().size());
  }

  @Test
  void anchorsAreThoseOfGitHub() {
    assertEquals(
        List.of(
            "/docs/tea.md#tea",
            "/docs/tea.md#making-tea-how",
            "/docs/tea.md#kinds",
            "/docs/tea.md#kinds-1"),
        PAGE.sections().stream().map(section -> section.url().toString()).toList());
  }

  @Test
  void passagesAreParagraphsCodeItemsAndRows() {
    assertEquals(
        List.of(Kind.PARAGRAPH, Kind.CODE, Kind.ITEM, Kind.ITEM),
        PAGE.sections().get(1).passages().stream().map(Passage::kind).toList());
    Passage row = PAGE.sections().get(2).passages().getLast();
    assertEquals("| green | 2 |", row.markdown());
    assertEquals("| kind | minutes |\n|---|---|", row.head());
    assertTrue(row.text().contains("green"), row.text());
  }

  @Test
  void aPassageKnowsWhatItIsAbout() {
    assertEquals("Black", PAGE.sections().get(1).passages().get(2).subject());
    assertEquals("", PAGE.sections().get(1).passages().get(3).subject());
    assertEquals(" green ", PAGE.sections().get(2).passages().get(1).subject());
  }

  @Test
  void asHtmlItHasTheSameAnchorsAndLinks() {
    String html = PageHtml.of(PAGE);

    assertTrue(html.contains("<h2 id=\"making-tea-how\">"), html);
    assertTrue(html.contains("<h2 id=\"kinds-1\">"), html);
    assertTrue(html.contains("href=\"/docs/water.md#hot\""), html);
    assertTrue(html.contains("<div class=\"table\" tabindex=\"0\"><table>"), html);
  }

  @Test
  void asHtmlItRunsNothing() {
    String html =
        PageHtml.of(
            Page.read("docs/x.md", "# X\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))"));

    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("javascript:"), html);
  }

  @Test
  void linksLeadToTheSamePlaceInTheProduct() {
    assertEquals(
        "see [hot](/docs/water.md#hot), [here](/docs/tea.md#kinds), [out](https://tea.example/a.md)",
        Links.inProductAll(
            "docs/tea.md",
            "see [hot](water.md#hot), [here](#kinds), [out](https://tea.example/a.md)"));
    assertEquals(
        "[tea](/docs/tea.md), [home](/docs/README.md)",
        Links.inProductAll("README.md", "[tea](docs/tea.md), [home](README.md)"));
    assertEquals(List.of("README.md"), Links.in("docs/tea.md", "[up](../README.md)"));
  }

  @Test
  void aCellNamesItsColumnForNarrowPages() {
    String html =
        PageHtml.of(Page.read("docs/x.md", "| key | meaning |\n|---|---|\n| a | the *first* |"));

    assertTrue(html.contains("data-label=\"key\">a</td>"), html);
    assertTrue(html.contains("data-label=\"meaning\">the <em>first</em></td>"), html);
    assertTrue(html.contains("<div class=\"table\" tabindex=\"0\"><table>"), html);
  }

  @Test
  void linksOutOfTheHandbookBecomeWords() {
    assertEquals(
        "see deploy, the test and ![a](images/a.png)",
        Links.inProductAll(
            "docs/x.md",
            "see [deploy](../deploy/nginx), [the test](../src/a.java) and ![a](images/a.png)"));
    assertEquals(
        "[why](/docs/decisions/0001-a.md), [all](/docs/decisions/README.md), [new](/docs/CHANGELOG.md)",
        Links.inProductAll(
            "docs/x.md", "[why](decisions/0001-a.md), [all](decisions/), [new](../CHANGELOG.md)"));
  }
}
