package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.parley.testing.Progress;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Browser;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A conversation of two thousand messages, as it is after a year.
class LongConversationE2E {
  private static final int MESSAGES = 2000;

  /// Messages that the server writes into the page; the others are read when the reader comes near.
  private static final int ONE_PAGE = 50;

  /// How many times the work of opening a conversation of one page a longer one may take.
  private static final double LONGER = 1.5;

  /// How many times the work of opening an empty conversation a full page may take.
  private static final double FULL = 4;

  /// Rows that may be in the document at a time: those in view and around it, not all.
  private static final int BOUND = 250;

  /// The least of these is compared: the first opening loads the modules.
  private static final int ROUNDS = 3;

  @RegisterExtension final Browser browser = new Browser();

  @Test
  void itOpensAtOnceAndScrollsThroughAWindow() throws SQLException {
    var page = browser.page("ada");
    page.navigate("/");
    var empty = ConversationScreen.create(page, Map.of("title", "An empty one"));
    var onePage = ConversationScreen.create(page, Map.of("title", "A short one"));
    fill(onePage, ONE_PAGE);
    var id = ConversationScreen.create(page, Map.of("title", "A long one"));
    fill(id, MESSAGES);

    opensAtOnce(empty, onePage, id);

    var ada = ConversationScreen.open(page, id);
    assertThat(ada.messages().last()).containsText("Question %d".formatted(MESSAGES - 1));
    page.evaluate(
        """
        async () => {
          const scroller = document.querySelector(".scroller");
          while (document.querySelector(".earlier").textContent !== "This is the beginning.") {
            scroller.scrollTop = 0;
            await new Promise((next) => requestAnimationFrame(next));
          }
          scroller.scrollTop = 0;
        }
        """);
    assertThat(ada.rows().first()).containsText("Question 1");
    assertTrue(ada.rows().count() < BOUND, () -> ada.rows().count() + " rows");

    assertEquals("", scrollThrough(page));
    assertTrue(ada.rows().count() < BOUND, () -> ada.rows().count() + " rows");
    page.locator(".jump").click();
    assertThat(ada.reply()).containsText("Answer %d".formatted(MESSAGES));
    assertThat(ada.reply()).isInViewport();
  }

  @Test
  void allOfItIsPrintedWithoutTheFrame() throws SQLException {
    var page = browser.page("ada");
    page.navigate("/");
    var id = ConversationScreen.create(page, Map.of("title", "On paper"));
    fill(id, 450);
    var ada = ConversationScreen.open(page, id);
    assertThat(ada.reply()).containsText("Answer 450");
    page.evaluate("() => addEventListener('beforeprint', () => window.begun = true)");

    var paper = new String(page.pdf(), StandardCharsets.ISO_8859_1);

    assertEquals(true, page.evaluate("window.begun"));
    var sheets = Pattern.compile("/Type\\s*/Page\\b").matcher(paper).results().count();
    assertTrue(sheets > 30, sheets + " sheets");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))");
    assertEquals(450, ada.rows().count());
    assertThat(ada.rows().first()).containsText("Question 1");
    assertThat(ada.rows().first().locator(".author")).isVisible();
    assertEquals(225, page.locator(".text h2").count());
    for (var frame : List.of(".sidebar", "parley-composer", ".talk-head button", ".actions")) {
      assertThat(page.locator(frame).filter(new Locator.FilterOptions().setVisible(true)))
          .hasCount(0);
    }
    Number high = (Number) page.evaluate("document.documentElement.scrollHeight");
    assertTrue(high.intValue() > 20_000, high + " px");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    page.evaluate("() => dispatchEvent(new Event('afterprint'))");
    assertTrue(ada.rows().count() < BOUND, () -> ada.rows().count() + " rows");
    assertThat(ada.reply()).isInViewport();
  }

  /// Row by row for a while and then in leaps; tells where nothing was in view, and where what was
  /// being read jumped.
  private static Object scrollThrough(Page page) {
    return page.evaluate(
        """
        async () => {
          const scroller = document.querySelector(".scroller");
          const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2;
          const read = () => [...document.querySelectorAll("parley-message")].find((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return top - 24 <= middle && bottom > middle;
          });
          const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
          const wrong = [];
          for (let step = 0; step < 150; step++) {
            const row = read();
            const before = row?.getBoundingClientRect().top;
            scroller.scrollTop += 160;
            await frame();
            if (!read()) wrong.push(`nothing in view at step ${step}`);
            const moved = row?.isConnected ? before - row.getBoundingClientRect().top : 160;
            if (Math.abs(moved - 160) > 2) wrong.push(`a jump of ${moved - 160} at step ${step}`);
          }
          for (const share of [0.5, 0.1, 0.9, 0.33]) {
            scroller.scrollTop = scroller.scrollHeight * share;
            await frame();
            await frame();
            if (!read()) wrong.push(`nothing in view at ${share}`);
          }
          return wrong.join("\\n");
        }
        """);
  }

  /// Compares work with work on the same machine at the same time, because it may be slow or busy:
  /// opening does not take longer because a conversation is longer, nor much longer because there
  /// are messages.
  private void opensAtOnce(String empty, String onePage, String whole) {
    double nothing = Double.MAX_VALUE;
    double brief = Double.MAX_VALUE;
    double entire = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      nothing = Math.min(nothing, opening(empty, 0));
      brief = Math.min(brief, opening(onePage, ONE_PAGE));
      entire = Math.min(entire, opening(whole, MESSAGES));
    }
    var found =
        "opening took %.2f s, with one page %.2f s, empty %.2f s".formatted(entire, brief, nothing);
    Progress.say(found);
    assertTrue(entire < LONGER * brief, found);
    assertTrue(brief < FULL * nothing, found);
  }

  /// Seconds of processor time of a new tab's main thread until the conversation is there.
  private double opening(String id, int messages) {
    var tab = browser.page("ada");
    var cdp = tab.context().newCDPSession(tab);
    var threadTicks = new JsonObject();
    threadTicks.addProperty("timeDomain", "threadTicks");
    cdp.send("Performance.enable", threadTicks);
    var screen = ConversationScreen.open(tab, id);
    if (messages > 0) {
      assertThat(screen.reply()).containsText("Answer %d".formatted(messages));
      assertThat(screen.reply().locator(".block")).not().hasCount(0);
    }
    double seconds = mainThread(cdp);
    tab.close();
    return seconds;
  }

  private static double mainThread(CDPSession cdp) {
    return StreamSupport.stream(
            cdp.send("Performance.getMetrics").getAsJsonArray("metrics").spliterator(), false)
        .map(metric -> metric.getAsJsonObject())
        .filter(metric -> metric.get("name").getAsString().equals("TaskDuration"))
        .mapToDouble(metric -> metric.get("value").getAsDouble())
        .sum();
  }

  /// Straight into the archive, as of an epoch before all others: posting would take the budgets of
  /// an hour.
  private static void fill(String id, int messages) throws SQLException {
    var services = TestBed.services();
    try (var connection =
            DriverManager.getConnection(
                services.databaseUrl(), services.databaseUser(), services.databasePassword());
        var statement = connection.createStatement()) {
      for (var sql :
          List.of(
              """
              insert into log_epoch (no, epoch) overriding system value values (0, 'longago')
              on conflict do nothing
              """,
              """
              insert into message (id, conversation_id, role, author_id, author_name, content, model,
                status, epoch_no, log_offset, attempt, created_at, finished_at)
              select gen_random_uuid(), c.id,
                case n %% 2 when 1 then 'user' else 'assistant' end,
                case n %% 2 when 1 then cast(c.owner as text) else 'test/echo' end,
                case n %% 2 when 1 then 'Ada' else 'echo' end,
                case n %% 2 when 1 then 'Question ' || n else
                  E'## Answer ' || n || E'\\n\\nSome **bold** words ' || repeat('and more ', n %% 41)
                  || E'\\n\\n- one\\n- two\\n\\n```js\\nconst a = 1;\\n```\\n' end,
                case n %% 2 when 1 then null else 'test/echo' end,
                case n %% 2 when 1 then 'posted' else 'finished' end,
                0, n, 1, now() - interval '1 day' + n * interval '1 second', now()
              from generate_series(1, %d) n, conversation c where c.id = '%s'
              """
                  .formatted(messages, id))) {
        statement.execute(sql);
      }
    }
  }
}
