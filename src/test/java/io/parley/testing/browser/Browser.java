package io.parley.testing.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.parley.testing.ParleyNode;
import io.parley.testing.Progress;
import io.parley.testing.TestBed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Several people at their screens, each with cookies of their own, looking at the shared node.
///
/// ```java
/// @RegisterExtension final Browser browser = new Browser();
///
/// @Test void twoPeopleMeet() {
///   var ada = browser.page("ada");
///   var grace = browser.page(Visitor.named("grace").onPhone().inTheDark());
///   ada.navigate("/rooms/lobby");
/// ```
///
/// A test fails also for an error on a console, an exception nobody caught or a breach of the
/// Content-Security-Policy, unless it has said with [#expectComplaint] that it provokes it. When a
/// test fails, each page is kept as a picture below `target/it/screenshots/`.
public final class Browser implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(Browser.class);

  private final Map<Visitor, BrowserContext> visitors = new LinkedHashMap<>();
  private final Map<Visitor, PageWatch> watches = new LinkedHashMap<>();
  private final List<Pattern> expected = new ArrayList<>();
  private @Nullable Chromium chromium;

  @Override
  public void beforeEach(ExtensionContext context) {
    chromium =
        context
            .getRoot()
            .getStore(STORE)
            .getOrComputeIfAbsent("chromium", key -> Chromium.launch(), Chromium.class);
  }

  /// A page of somebody new at a desk, at the shared node; `navigate("/…")` goes on from there.
  public Page page(String name) {
    return page(Visitor.named(name));
  }

  /// A page of this visitor: the first, or one more tab with the same cookies.
  public Page page(Visitor visitor) {
    return page(visitor, TestBed.node());
  }

  /// A page of this visitor at a node of the test's own.
  public Page page(Visitor visitor, ParleyNode node) {
    return visitors.computeIfAbsent(visitor, who -> context(who, node)).newPage();
  }

  /// The shared node as others in its network reach it, in a context that is not secure.
  public String urlFromElsewhere(String path) {
    return "http://%s:%d%s".formatted(Chromium.ELSEWHERE, TestBed.node().url().getPort(), path);
  }

  /// Something this test provokes, such as a connection that is refused while a server restarts.
  ///
  /// @param pattern a regular expression found in the complaint
  public void expectComplaint(String pattern) {
    expected.add(Pattern.compile(pattern));
  }

  /// Keeps a picture of a page, for people to look at, as `target/it/screenshots/<name>.png`.
  public Path screenshot(Page page, String name) {
    var file =
        Path.of(System.getProperty("parley.build.directory", "target"))
            .toAbsolutePath()
            .resolve("it/screenshots")
            .resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    return file;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var complaints =
        watches.entrySet().stream()
            .flatMap(watch ->
                watch.getValue().complaintsExcept(expected).stream()
                    .map(complaint -> watch.getKey().name() + ": " + complaint))
            .toList();
    if (context.getExecutionException().isPresent() || !complaints.isEmpty()) {
      keepPictures(
          context.getRequiredTestClass().getSimpleName()
              + "."
              + context.getRequiredTestMethod().getName());
    }
    visitors.values().forEach(BrowserContext::close);
    if (!complaints.isEmpty()) {
      throw new AssertionError("The pages complained:\n" + String.join("\n", complaints));
    }
  }

  private BrowserContext context(Visitor visitor, ParleyNode node) {
    if (chromium == null) {
      throw new IllegalStateException("A page is opened within a test");
    }
    var context = chromium.browser().newContext(visitor.options(node.url()));
    watches.put(visitor, PageWatch.over(context));
    return context;
  }

  private void keepPictures(String test) {
    visitors.forEach((visitor, context) -> {
      for (var page : context.pages()) {
        try {
          var number = context.pages().indexOf(page);
          var name = "%s-%s-%d".formatted(test, visitor.name(), number);
          Progress.say("%s saw: %s".formatted(visitor.name(), screenshot(page, name)));
        } catch (PlaywrightException e) {
          // The test's own failure matters more than its picture.
          Progress.say("no picture of %s's page: %s".formatted(visitor.name(), e.getMessage()));
        }
      }
    });
  }
}
