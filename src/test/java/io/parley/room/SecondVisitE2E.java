package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A browser asks for scripts, styles, fonts and images once.
class SecondVisitE2E {
  @RegisterExtension final Browser browser = new Browser();

  @Test
  void asksForNoScriptStyleOrImage() {
    var ada = Visitor.named("ada");
    for (var path : List.of("/", "/rooms/lobby", "/conversations/new")) {
      var first = filesOverTheNetwork(browser.page(ada), path);
      var second = filesOverTheNetwork(browser.page(ada), path);
      assertTrue(first.stream().anyMatch(address -> address.contains("/css/page-")), path + first);
      assertEquals(List.of(), second, path);
    }
  }

  @Test
  void aReloadAsksForNoneEither() {
    var page = browser.page("ada");
    page.navigate("/rooms/lobby");
    assertThat(page.locator("parley-connection[data-state=joined]")).isAttached();
    page.reload();
    assertThat(page.locator("parley-connection[data-state=joined]")).isAttached();
    assertEquals(List.of(), network(page));
  }

  private static List<String> filesOverTheNetwork(Page page, String path) {
    page.navigate(path);
    assertThat(page.locator(".send").first()).isVisible();
    var files = network(page);
    page.close();
    return files;
  }

  /// What the browser did not have in its cache, not even to be asked for again.
  private static List<String> network(Page page) {
    page.waitForLoadState();
    var addresses = new TreeSet<String>();
    for (var address :
        (List<?>)
            page.evaluate(
                """
                performance.getEntriesByType("resource")
                    .filter(({ initiatorType, transferSize }) => initiatorType !== "fetch" && transferSize > 0)
                    .map(({ name }) => name)
                """)) {
      addresses.add(String.valueOf(address));
    }
    return List.copyOf(addresses);
  }
}
