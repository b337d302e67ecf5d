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

  private Accessibility() {}

  /// Fails with each violation, its explanation and the elements it was found on.
  public static void assertNoViolations(Page page) {
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
