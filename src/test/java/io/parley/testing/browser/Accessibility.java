package io.parley.testing.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/// WCAG 2.2 AA, as far as a program can tell, by axe-core.
public final class Accessibility {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /// A colour on its way to another may pass through contrasts that neither end has.
  private static final String SETTLED =
      """
      () => document.getAnimations()
          .filter(it => Number.isFinite(it.effect.getComputedTiming().endTime))
          .every(it => it.playState === 'finished' || it.playState === 'idle')
      """;

  private Accessibility() {}

  /// Fails with each violation, its explanation and the elements it was found on, once every
  /// transition that ends has ended.
  public static void assertNoViolations(Page page) {
    page.waitForFunction(SETTLED);
    var violations = new AxeBuilder(page).withTags(RULES).analyze().getViolations();
    assertEquals(
        "",
        violations.stream()
            .map(rule ->
                "%s: %s (%s)\n%s"
                    .formatted(
                        rule.getId(),
                        rule.getHelp(),
                        rule.getHelpUrl(),
                        rule.getNodes().stream()
                            .map(node -> "    " + node.getHtml())
                            .collect(Collectors.joining("\n"))))
            .collect(Collectors.joining("\n")));
  }
}
