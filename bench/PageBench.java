import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.parley.platform.Json;
import io.parley.testing.browser.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/// The pages in a browser. Usage: see `bench/page`.
///
/// * `load`: until a page is usable, at the first visit (nothing in the cache) and at the second;
/// * `typing`: how long a key takes until the next frame (Interaction to Next Paint) while a reply of 50 tokens a second streams;
/// * `long`: opening a conversation of 1,000 messages, and reading back to its first;
/// * `memory`: what the browser holds after an hour of a busy room, which is played as fast as the page keeps up.
public final class PageBench {
  private static final int MESSAGES = 1_000;
  private static final int HOUR = 3_600;
  private static final int PEOPLE = 20;
  private static final int AT_ONCE = 20;
  private static final int KEYS = 250;

  /// The page has joined and its composer is alive.
  private static final String ALIVE = "document.querySelector('parley-composer:defined')";

  private static final String JOINED =
      "document.querySelector('parley-composer:defined') && document.querySelector('parley-connection[data-state=joined]')";

  private static final String HOME = "document.querySelector('parley-ask-first:defined') && document.querySelector('parley-create-room:defined')";

  private static final List<String> TRACED =
      List.of("devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-v8.cpu_profiler", "v8.execute");

  /// Markdown of all kinds, some 8,000 tokens.
  private static final String PROSE =
      """
      ## Part %1$d

      A paragraph with **bold words**, some *emphasis*, `code` and a [link](https://example.org/%1$d), long enough to fill several lines of a
      phone, so that what is typed below it has to wait for its layout, and with a formula, $a^2 + b^2 = c_%1$d^2$, in the middle of it.

      - the first of three things
      - the second, with `more code`
      - the third

      | Name | Value | What for |
      |---|---|---|
      | one | %1$d | the first of them |
      | two | 2 | the second of them |

      ```js
      export function part%1$d(values) {
        return values.filter((value) => value > %1$d).map((value) => value * 2);
      }
      ```

      """;

  private final Browser browser;
  private final String server;
  private final int rounds;

  private PageBench(Browser browser, String server, int rounds) {
    this.browser = browser;
    this.server = server;
    this.rounds = rounds;
  }

  /// `PageBench <server> <provider> <parts, by comma> <rounds> [file of the trace]`.
  public static void main(String[] arguments) throws Exception {
    List<String> parts = Arrays.asList(arguments[2].split(","));
    StringBuilder prose = new StringBuilder();
    for (int part = 1; part <= 80; part++) {
      prose.append(PROSE.formatted(part));
    }
    script(arguments[1], "prose", Map.of("text", prose.toString(), "rate", 50));
    script(arguments[1], "short", Map.of("text", "That is **right**, and here is why: `it is so`.", "rate", 1_000));
    try (Chromium chromium = Chromium.launch()) {
      PageBench bench = new PageBench(chromium.browser(), arguments[0], Integer.parseInt(arguments[3]));
      if (parts.contains("load")) {
        bench.load();
      }
      if (parts.contains("typing")) {
        bench.typing(arguments.length > 4 ? arguments[4] : "");
      }
      if (parts.contains("long")) {
        bench.longConversation();
      }
      if (parts.contains("memory")) {
        bench.memory();
      }
    }
  }

  private static void script(String provider, String model, Object script) throws Exception {
    PageGuest.post(provider + "/script", "", Map.of("model", model, "script", script));
  }

  private void load() throws Exception {
    PageGuest ada = new PageGuest(server, "Ada");
    String room = room(ada);
    ada.join(room);
    for (int n = 0; n < 30; n++) {
      ada.say("Message %d of a room in which some people talk about this and that.".formatted(n));
    }
    String conversation = imported(ada, 30);
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("Home", "/");
    pages.put("A room with 30 messages", "/rooms/" + room);
    pages.put("A new private conversation", "/conversations/new");
    pages.put("A private conversation of 30 messages", "/conversations/" + conversation);
    visit(ada, pages.get("Home"), HOME); // the server's first page, and the browser's
    System.out.println(
        """

        | Page, on a phone | Visit | Takes what is written after | Joined after | First paint after | Requests | of them files | Bytes |
        |---|---|---|---|---|---|---|---|""");
    for (Map.Entry<String, String> page : pages.entrySet()) {
      List<Phone.Visit> cold = new ArrayList<>();
      List<Phone.Visit> warm = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        List<Phone.Visit> both = visit(ada, page.getValue(), page.getValue().equals("/") ? HOME : JOINED);
        cold.add(both.getFirst());
        warm.add(both.getLast());
      }
      print(page.getKey(), "first", cold);
      print(page.getKey(), "second", warm);
    }
    ada.disconnect();
  }

  private List<Phone.Visit> visit(PageGuest guest, String path, String usable) {
    try (Phone phone = new Phone(browser, server, Phone.Profile.PHONE, guest.token())) {
      String writable = usable.equals(JOINED) ? ALIVE : usable;
      return List.of(phone.visit(path, writable, usable), phone.visit(path, writable, usable));
    }
  }

  private static void print(String page, String visit, List<Phone.Visit> visits) {
    System.out.printf(
        "| %s | %s | %.2f s | %.2f s | %.2f s | %.0f | %.0f | %.0f KB |%n",
        page,
        visit,
        median(visits, Phone.Visit::writable) / 1000,
        median(visits, Phone.Visit::usable) / 1000,
        median(visits, Phone.Visit::painted) / 1000,
        median(visits, Phone.Visit::requests),
        median(visits, Phone.Visit::files),
        median(visits, Phone.Visit::kilobytes));
  }

  private static double median(List<Phone.Visit> visits, ToDoubleFunction<Phone.Visit> of) {
    return visits.stream().mapToDouble(of).sorted().skip(visits.size() / 2).findFirst().orElseThrow();
  }

  private void typing(String profile) throws Exception {
    System.out.println(
        """

        | Typing while a reply streams, on a phone | Keys | p50 | p98 | Longest | Tasks over 50 ms | Longest task |
        |---|---|---|---|---|---|---|""");
    PageGuest ada = new PageGuest(server, "Ada");
    String room = room(ada);
    ada.join(room);
    String conversation = ada.post("/api/conversations", Map.of("title", "Prose", "default_model", "bench/prose")).path("id").asText();
    type(ada, "A private conversation", "/conversations/" + conversation, true, profile);
    type(ada, "A room", "/rooms/" + room, false, "");
    ada.disconnect();
  }

  private void type(PageGuest guest, String name, String path, boolean isPrivate, String profile) throws Exception {
    try (Phone phone = new Phone(browser, server, Phone.Profile.PHONE, guest.token())) {
      Page page = phone.page();
      page.navigate(path);
      page.locator("parley-connection[data-state=joined]").waitFor(attached());
      if (isPrivate) {
        page.locator("#composer").fill("Go");
        page.locator(".send").click();
      } else {
        guest.ask("Go", "bench/prose");
      }
      page.locator("parley-message[data-status=streaming] .text p").first().waitFor();
      if (!profile.isEmpty()) {
        browser.startTracing(page, new Browser.StartTracingOptions().setPath(Path.of(profile)).setCategories(TRACED));
      }
      page.locator("#composer").click();
      page.evaluate(
          """
          () => {
            globalThis.benchKeys = new Map();
            globalThis.benchTasks = [];
            globalThis.benchCount = performance.interactionCount ?? 0;
            new PerformanceObserver((list) => {
              for (const { interactionId, duration } of list.getEntries()) {
                if (interactionId) benchKeys.set(interactionId, Math.max(duration, benchKeys.get(interactionId) ?? 0));
              }
            }).observe({ type: "event", durationThreshold: 16 });
            new PerformanceObserver((list) => benchTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
          }
          """);
      String sentence = "the quick brown fox jumps over the lazy dog and ";
      for (int key = 0; key < KEYS; key++) {
        char next = sentence.charAt(key % sentence.length());
        page.keyboard().press(next == ' ' ? "Space" : Character.toString(next));
        page.waitForTimeout(60);
      }
      if (page.locator("parley-message[data-status=streaming]").count() == 0) {
        throw new IllegalStateException("the reply ended before the typing did");
      }
      if (!profile.isEmpty()) {
        browser.stopTracing();
      }
      page.waitForTimeout(500);
      JsonNode timings =
          Json.MAPPER.readTree(
              (String) page.evaluate("JSON.stringify({keys: [...benchKeys.values()], tasks: benchTasks, count: performance.interactionCount - benchCount})"));
      printKeys(name, timings);
    }
  }

  /// The browser reports no key that took less than 16 ms; those count as 15.
  private static void printKeys(String name, JsonNode timings) {
    List<Double> keys = new ArrayList<>();
    timings.path("keys").forEach(key -> keys.add(key.asDouble()));
    while (keys.size() < Math.max(KEYS, timings.path("count").asInt())) {
      keys.add(15.0);
    }
    keys.sort(Comparator.naturalOrder());
    List<Double> tasks = new ArrayList<>();
    timings.path("tasks").forEach(task -> tasks.add(task.asDouble()));
    System.out.printf(
        "| %s | %d | %.0f ms | %.0f ms | %.0f ms | %d | %.0f ms |%n",
        name,
        keys.size(),
        keys.get(keys.size() / 2),
        keys.get((int) Math.ceil(keys.size() * 0.98) - 1),
        keys.getLast(),
        tasks.size(),
        tasks.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private void longConversation() throws Exception {
    PageGuest ada = new PageGuest(server, "Ada");
    String conversation = "/conversations/" + imported(ada, MESSAGES);
    System.out.println(
        """

        | A conversation of 1,000 messages | Usable after | First paint after | Back to the first message after |
        |---|---|---|---|""");
    for (Phone.Profile profile : List.of(Phone.Profile.DESK, Phone.Profile.PHONE)) {
      try (Phone phone = new Phone(browser, server, profile, ada.token())) {
        phone.visit(conversation, ALIVE, JOINED);
        List<Phone.Visit> visits = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          visits.add(phone.visit(conversation, ALIVE, JOINED));
        }
        Page page = phone.page();
        page.navigate(conversation);
        page.locator("parley-connection[data-state=joined]").waitFor(attached());
        Object back =
            page.evaluate(
                """
                async () => {
                  const began = performance.now();
                  const scroller = document.querySelector(".scroller");
                  while (document.querySelector(".earlier").textContent !== "This is the beginning.") {
                    scroller.scrollTop = 0;
                    await new Promise((next) => requestAnimationFrame(next));
                  }
                  return performance.now() - began;
                }
                """);
        System.out.printf(
            "| %s, second visit | %.2f s | %.2f s | %.1f s |%n",
            profile.slowdown() > 1 ? "on a phone" : "at a desk",
            median(visits, Phone.Visit::usable) / 1000,
            median(visits, Phone.Visit::painted) / 1000,
            ((Number) back).doubleValue() / 1000);
      }
    }
  }

  /// A message each second, of 20 people, each typed in four updates, and after every 20th a model replies.
  private void memory() throws Exception {
    PageGuest ada = new PageGuest(server, "Ada");
    String room = room(ada);
    List<PageGuest> people = new ArrayList<>();
    for (int n = 0; n < PEOPLE; n++) {
      people.add(new PageGuest(server, "Guest " + n));
      people.getLast().join(room);
    }
    System.out.println(
        """

        | A busy room, at a desk | Heap after a collection | Nodes | Listeners | Rows in the document |
        |---|---|---|---|---|""");
    try (Phone desk = new Phone(browser, server, Phone.Profile.DESK, ada.token())) {
      Page page = desk.page();
      page.navigate("/rooms/" + room);
      page.locator("parley-connection[data-state=joined]").waitFor(attached());
      CDPSession inspector = desk.inspect(page);
      printMemory("at the start", page, inspector);
      for (int second = 1; second <= HOUR; second++) {
        String text = "Message %d: some words about what everybody in this room talks about all day.".formatted(second);
        people.get(second % PEOPLE).say(text);
        if (second % AT_ONCE == 0) {
          people.get(second % PEOPLE).ask("And what do you say to message %d?".formatted(second), "bench/short");
          page.waitForFunction(
              "text => [...document.querySelectorAll('parley-message')].slice(-2 * 20).some((row) => row.textContent.includes(text))",
              "And what do you say to message %d?".formatted(second),
              new Page.WaitForFunctionOptions().setPollingInterval(20));
        }
        if (second % (HOUR / 4) == 0) {
          page.waitForTimeout(2_000);
          printMemory("after %d minutes: %d messages and %d replies".formatted(second / 60, second + second / AT_ONCE, second / AT_ONCE), page, inspector);
        }
      }
    }
    people.forEach(PageGuest::disconnect);
  }

  private static void printMemory(String when, Page page, CDPSession inspector) {
    inspector.send("HeapProfiler.enable");
    inspector.send("HeapProfiler.collectGarbage");
    inspector.send("HeapProfiler.collectGarbage");
    double heap = inspector.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    JsonObject counters = inspector.send("Memory.getDOMCounters");
    System.out.printf(
        "| %s | %.1f MB | %,d | %,d | %d |%n",
        when,
        heap / 1_000_000,
        counters.get("nodes").getAsInt(),
        counters.get("jsEventListeners").getAsInt(),
        page.locator("parley-message").count());
  }

  private String room(PageGuest by) throws Exception {
    String name = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    by.post("/api/rooms", Map.of("name", name, "answers", "mentions", "default_model", "bench/short"));
    return name;
  }

  /// A private conversation of so many messages, half of them replies in Markdown.
  private static String imported(PageGuest by, int messages) throws Exception {
    String root = UUID.randomUUID().toString();
    String parent = root;
    List<Object> all = new ArrayList<>();
    for (int n = 1; n <= messages; n++) {
      boolean asked = n % 2 == 1;
      String id = UUID.randomUUID().toString();
      Map<String, Object> message = new LinkedHashMap<>();
      message.put("id", id);
      message.put("parent_id", parent);
      message.put("role", asked ? "user" : "assistant");
      message.put("author", Map.of("id", asked ? UUID.randomUUID().toString() : "bench/short", "name", asked ? "Ada" : "short"));
      if (!asked) {
        message.put("model", "bench/short");
      }
      message.put("status", asked ? "posted" : "finished");
      message.put("created_at", "2026-11-%02dT10:%02d:%02dZ".formatted(1 + n / 3600, n / 60 % 60, n % 60));
      message.put("content", asked ? "Question %d, in a line or two of words".formatted(n) : "## Answer %d\n\nSome **bold** words%s\n\n- one\n- two\n\n```js\nconst a = %d;\n```\n".formatted(n, " and more".repeat(n % 41), n));
      all.add(message);
      parent = id;
    }
    JsonNode made =
        by.post(
            "/api/conversations/import",
            Map.of(
                "format", "parley.conversation",
                "version", 1,
                "conversation", Map.of("id", root, "kind", "private", "title", "A conversation of %d messages".formatted(messages), "stop", List.of(), "created_at", "2026-11-01T10:00:00Z"),
                "messages", all));
    return made.at("/conversations/0/id").asText(made.path("id").asText());
  }

  private static com.microsoft.playwright.Locator.WaitForOptions attached() {
    return new com.microsoft.playwright.Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
  }
}
