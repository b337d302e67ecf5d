package io.parley.testing.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.parley.testing.DebianPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One headless Chromium, shared by all browser tests of a run: each person has a context of their
/// own, which is as good as a browser of their own and starts at once.
public final class Chromium implements AutoCloseable {
  /// An address (RFC 5737) that leads to this machine, and that is no secure context for a browser
  /// as `127.0.0.1` is: a server in a local network, without TLS.
  static final String ELSEWHERE = "192.0.2.1";

  /// Nothing in the background, and no process that emulates a graphics card; the sandbox cannot be
  /// had in a container that runs as root.
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1",
          "--no-first-run");

  private static final DebianPackage DEBIAN =
      new DebianPackage(
          "Chromium",
          "The browser tests need Chromium: install it (on Debian: apt-get install chromium-headless-shell), or set"
              + " PARLEY_TEST_CHROMIUM to the path of one.",
          List.of("chromium-headless-shell", "fonts-liberation", "fonts-noto-color-emoji"));

  /// As long as [io.parley.testing.Await] has: a build machine is busy with other things too.
  private static final double PATIENCE_MS = 20_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static Chromium launch() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    var executable = find();
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS)));
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static Path find() {
    return DEBIAN.find(Chromium::installed);
  }

  private static Optional<Path> installed() {
    var candidates = new ArrayList<Path>();
    var named = System.getenv("PARLEY_TEST_CHROMIUM");
    if (named != null) {
      candidates.add(Path.of(named));
    }
    // without what draws windows: half of the CPU
    candidates.add(Path.of("/usr/bin/chromium-headless-shell"));
    candidates.add(Path.of("/usr/bin/chromium"));
    candidates.add(Path.of("/usr/bin/google-chrome"));
    candidates.add(Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
    return candidates.stream().filter(Files::isExecutable).findFirst();
  }
}
