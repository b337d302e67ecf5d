import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A browser with a cache and cookies of its own, on a slow machine behind a slow connection. Chromium slows itself down: each answer begins
/// no sooner than the round trip after its request, and all of them share the bandwidth. What it does not slow down are handshakes of TCP
/// and, in most versions, WebSockets.
final class Phone implements AutoCloseable {
  /// @param slowdown how many times slower the CPU is than this machine's
  /// @param kbitDown what arrives in a second; 0: as fast as it comes
  record Profile(double slowdown, int kbitDown, int kbitUp, int roundTripMillis) {
    static final Profile PHONE = new Profile(4, 1_600, 750, 150);
    static final Profile DESK = new Profile(1, 0, 0, 0);
  }

  /// What one visit took.
  ///
  /// @param writable until the composer is alive, from the start of the navigation: what is sent from now on goes out as soon as the page has joined
  /// @param usable until the page has joined, too
  /// @param painted until there is text to read
  /// @param requests those that went over the network, of all
  /// @param files scripts, styles, fonts and images among `requests`
  record Visit(double writable, double usable, double painted, int requests, int files, double kilobytes) {}

  /// Notes the moments at which conditions hold. It looks whenever the page has nothing else to do, every 10 ms at most.
  private static final String WATCH =
      """
      (() => {
        const writable = () => { try { return %s; } catch { return false; } };
        const usable = () => { try { return %s; } catch { return false; } };
        const look = () => {
          if (!globalThis.benchWritable && writable()) globalThis.benchWritable = performance.now();
          if (globalThis.benchWritable && usable()) globalThis.benchUsable = performance.now();
          else setTimeout(look, 10);
        };
        if (top === self) look();
      })();
      """;

  private static final Set<String> FILES = Set.of("Script", "Stylesheet", "Font", "Image");

  private final BrowserContext context;
  private final Profile profile;

  Phone(Browser browser, String server, Profile profile, String token) {
    this.profile = profile;
    this.context =
        browser.newContext(
            profile.slowdown() > 1
                ? new Browser.NewContextOptions().setBaseURL(server).setViewportSize(390, 844).setHasTouch(true).setIsMobile(true)
                : new Browser.NewContextOptions().setBaseURL(server).setViewportSize(1280, 800));
    context.setDefaultTimeout(120_000);
    if (!token.isEmpty()) {
      context.addCookies(List.of(new Cookie("parley_guest", token).setUrl(server)));
    }
  }

  /// A page that is slowed down, and shows nothing yet.
  Page page() {
    Page page = context.newPage();
    slowDown(context.newCDPSession(page));
    return page;
  }

  /// Opens a page in a new tab, closes it when nothing more arrives, and tells what that took.
  ///
  /// @param writable in JavaScript: whether one could begin to write and send
  /// @param usable in JavaScript: whether what is sent goes out at once
  Visit visit(String path, String writable, String usable) {
    Page page = context.newPage();
    CDPSession browser = context.newCDPSession(page);
    slowDown(browser);
    Traffic traffic = new Traffic(browser);
    page.addInitScript(WATCH.formatted(writable, usable));
    page.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    page.waitForFunction("() => globalThis.benchUsable", null, new Page.WaitForFunctionOptions().setPollingInterval(100));
    page.waitForLoadState();
    page.waitForTimeout(1_500);
    prove(page);
    double written = ((Number) page.evaluate("globalThis.benchWritable")).doubleValue();
    double moment = ((Number) page.evaluate("globalThis.benchUsable")).doubleValue();
    Object painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0");
    page.close();
    return new Visit(written, moment, ((Number) painted).doubleValue(), traffic.requests, traffic.files, traffic.bytes / 1000);
  }

  /// What is said to be usable is used.
  private static void prove(Page page) {
    page.locator("main textarea").first().pressSequentially("a");
    page.locator("main .send:not([disabled])").first().waitFor();
    page.locator("main textarea").first().fill("");
  }

  private void slowDown(CDPSession browser) {
    if (profile.slowdown() > 1) {
      browser.send("Emulation.setCPUThrottlingRate", object("rate", profile.slowdown()));
    }
    browser.send("Network.enable");
    if (profile.kbitDown() > 0) {
      JsonObject conditions = object("latency", profile.roundTripMillis());
      conditions.addProperty("offline", false);
      conditions.addProperty("downloadThroughput", profile.kbitDown() * 1000 / 8);
      conditions.addProperty("uploadThroughput", profile.kbitUp() * 1000 / 8);
      browser.send("Network.emulateNetworkConditions", conditions);
    }
  }

  CDPSession inspect(Page page) {
    return context.newCDPSession(page);
  }

  static JsonObject object(String name, Number value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  @Override
  public void close() {
    context.close();
  }

  /// Counts what goes over the network, not what the cache has.
  private static final class Traffic {
    private final Set<String> cached = new HashSet<>();
    private final Set<String> fetched = new HashSet<>();
    int requests;
    int files;
    double bytes;

    Traffic(CDPSession browser) {
      browser.on("Network.requestServedFromCache", event -> cached.add(event.get("requestId").getAsString()));
      browser.on("Network.responseReceived", this::answered);
      browser.on("Network.loadingFinished", this::finished);
    }

    private void answered(JsonObject event) {
      JsonObject response = event.getAsJsonObject("response");
      boolean local =
          response.get("fromDiskCache").getAsBoolean()
              || cached.contains(event.get("requestId").getAsString())
              || !response.get("url").getAsString().startsWith("http");
      if (!local) {
        requests++;
        files += FILES.contains(event.get("type").getAsString()) ? 1 : 0;
        fetched.add(event.get("requestId").getAsString());
      }
    }

    private void finished(JsonObject event) {
      if (fetched.contains(event.get("requestId").getAsString())) {
        bytes += event.get("encodedDataLength").getAsDouble();
      }
    }
  }
}
