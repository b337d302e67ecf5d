package io.parley.testing.browser;

import com.microsoft.playwright.BrowserContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Hears what a person's pages complain of: errors on the console (which is where the browser
/// reports breaches of the Content-Security-Policy and missing files too) and exceptions nobody
/// caught.
final class PageWatch {
  private final List<String> complaints = new ArrayList<>();

  static PageWatch over(BrowserContext context) {
    var watch = new PageWatch();
    context.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        watch.complaints.add("%s (%s)".formatted(message.text(), message.location()));
      }
    });
    context.onWebError(error -> watch.complaints.add("uncaught: " + error.error()));
    return watch;
  }

  /// @param expected patterns found in complaints that the test provokes on purpose
  List<String> complaintsExcept(List<Pattern> expected) {
    return complaints.stream()
        .filter(complaint -> expected.stream().noneMatch(one -> one.matcher(complaint).find()))
        .toList();
  }
}
