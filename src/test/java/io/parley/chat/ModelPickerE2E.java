package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.parley.platform.Json;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Choosing a model from a list of any length, with what is known about each.
class ModelPickerE2E {
  private static final int MANY = 12_620;

  /// Milliseconds from a step to the frame that shows what came of it.
  private static final String MEASURE =
      """
      async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const picker = document.querySelector("parley-models");
        const field = picker.querySelector("input");
        const options = () => picker.querySelectorAll("[role=option]").length;
        const measured = async (step) => {
          const began = performance.now();
          step();
          while (options() === 0) await frame();
          await frame();
          return performance.now() - began;
        };
        const open = () => measured(() => document.querySelector("[data-model-button]").click());
        const times = { open: [], key: [] };
        for (let i = 0; i < 3; i++) {
          times.open.push(await open());
          for (const typed of ["m", "mo", "mod"]) {
            times.key.push(await measured(() => {
              field.value = typed;
              field.dispatchEvent(new Event("input", { bubbles: true }));
            }));
          }
          times.key.push(await measured(() =>
            field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }))));
          picker.hidePopover();
        }
        return [Math.min(...times.open), times.key.sort((a, b) => a - b)[times.key.length >> 1]];
      }\
      """;

  @RegisterExtension final Browser browser = new Browser();

  @Test
  void twelveThousandModelsOpenAtOnceAndFollowEachKey() {
    var page = begin("ada", Map.of("models", many(), "providers", List.of()));
    // a first time, so that the list is here
    page.locator("[data-model-button]").click();
    assertThat(options(page).first()).isVisible();
    page.keyboard().press("Escape");

    var times = (List<?>) page.evaluate(MEASURE);

    assertTrue(
        times.stream().allMatch(time -> ((Number) time).doubleValue() < 100),
        () -> "opening, a key: " + times + " ms");
    assertTrue(options(page).count() < 40, "only what is in view is in the document");
  }

  @Test
  void eachOptionSaysWhichOfHowManyItIsAlsoFarDownTheList() {
    var page = begin("ada", Map.of("models", many(), "providers", List.of()));
    page.locator("[data-model-button]").click();
    var field = page.getByLabel("Search models");
    assertThat(options(page).first()).hasAttribute("aria-setsize", String.valueOf(MANY));
    assertThat(options(page).first()).hasAttribute("aria-posinset", "1");

    for (var i = 0; i < 50; i++) {
      field.press("PageDown");
    }

    var active = page.locator("#" + field.getAttribute("aria-activedescendant"));
    assertThat(active).hasAttribute("aria-posinset", "401");
    assertThat(active).isInViewport();
    assertThat(active.locator(".id")).hasText("router/model-400");
    page.locator("#model-list").evaluate("list => { list.scrollTop = 0; }");
    assertThat(options(page).first()).hasAttribute("aria-posinset", "1");
    assertThat(active).hasCount(1);
    assertThat(active).hasAttribute("aria-posinset", "401");
    field.press("ArrowDown");
    assertThat(page.locator("#" + field.getAttribute("aria-activedescendant"))).isInViewport();

    field.fill("model-12345");
    assertThat(options(page)).hasCount(1);
    assertThat(options(page).first()).hasAttribute("aria-setsize", "1");
    field.press("Enter");
    assertThat(page.locator("[data-model-button] .name")).hasText("Model 12345");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAModelCanDoAndWhyAProviderOffersNothingIsTold(boolean dark) {
    var visitor = Visitor.named("ada");
    var page = begin(dark ? visitor.onPhone().inTheDark() : visitor, few());
    page.locator("[data-model-button]").click();
    var field = page.getByLabel("Search models");

    field.fill("seer");

    assertThat(options(page).locator(".skills")).hasText("pictures, thinking");
    assertThat(page.locator("#model-facts"))
        .hasText(
            "Supports pictures, thinking. Does not support temperature. "
                + "The limit is sent as max_completion_tokens.");
    assertThat(page.locator("#" + field.getAttribute("aria-activedescendant")))
        .hasAttribute("aria-describedby", "model-facts");
    assertThat(page.locator("parley-models .problems li"))
        .hasText("lab: GET /models answered 404.");
    Accessibility.assertNoViolations(page);
    browser.screenshot(page, "models-" + (dark ? "phone-dark" : "desk-light"));
  }

  @Test
  void aNameTypedByHandIsAsked() {
    var page = begin("ada", few());
    page.locator("[data-model-button]").click();
    var field = page.getByLabel("Search models");

    field.fill("my-own/Deployment");

    assertThat(options(page)).hasCount(1);
    assertThat(page.locator("#model-facts")).containsText("lab/my-own/Deployment");
    var request =
        page.waitForRequest(sent -> sent.method().equals("PATCH"), () -> field.press("Enter"));
    assertEquals("{\"default_model\":\"lab/my-own/Deployment\"}", request.postData());
  }

  @Test
  void theEffortIsSetWhereTheModelThinksAndNowhereElse() {
    var page = begin("ada", few());
    var effort = page.getByLabel("Thinking effort");
    page.locator("[popovertarget=parameters]").first().click();
    assertThat(page.getByLabel("Temperature")).isVisible();
    assertThat(effort).isHidden();
    page.keyboard().press("Escape");
    choose(page, "seer");

    page.locator("[popovertarget=parameters]").first().click();
    effort.selectOption("high");
    Accessibility.assertNoViolations(page);
    var request =
        page.waitForRequest(
            sent -> sent.method().equals("PATCH"),
            () -> page.locator("#parameters [type=submit]").click());

    assertTrue(request.postData().contains("\"effort\":\"high\""), request::postData);
    assertThat(page.locator("#parameters")).isHidden();
    page.locator("[popovertarget=parameters]").first().click();
    assertThat(effort).hasValue("high");
  }

  private void choose(Page page, String name) {
    page.locator("[data-model-button]").click();
    page.getByLabel("Search models").fill(name);
    page.getByLabel("Search models").press("Enter");
    assertThat(page.locator("parley-models")).isHidden();
  }

  private Page begin(String name, Map<String, ?> models) {
    return begin(Visitor.named(name), models);
  }

  /// A conversation whose page is told of these models, and takes every one.
  private Page begin(Visitor visitor, Map<String, ?> models) {
    var page = browser.page(visitor);
    page.navigate("/");
    var id = ConversationScreen.create(page, Map.of());
    page.route("**/api/models", route -> answer(route, Json.write(models)));
    page.route(
        "**/api/conversations/" + id,
        route -> {
          if (route.request().method().equals("PATCH")) {
            answer(route, changed(id, route.request().postData()));
          } else {
            route.resume();
          }
        });
    ConversationScreen.open(page, id);
    return page;
  }

  private static String changed(String id, String settings) {
    var unlessNamed = settings.contains("default_model") ? "" : "\"default_model\":\"test/seer\",";
    return "{\"id\":\"" + id + "\"," + unlessNamed + settings.substring(1);
  }

  private static void answer(Route route, String json) {
    route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(json));
  }

  private static List<Map<String, Object>> many() {
    return new ArrayList<>(
        IntStream.range(0, MANY)
            .<Map<String, Object>>mapToObj(number ->
                Map.of(
                    "id",
                    "router/model-" + number,
                    "provider",
                    "router",
                    "name",
                    "Model " + number,
                    "context_length",
                    131_072))
            .toList());
  }

  private static Map<String, Object> few() {
    return Map.of(
        "models",
        List.of(
            Map.of("id", "test/plain", "provider", "test", "name", "plain"),
            Map.of(
                "id", "test/seer",
                "provider", "test",
                "name", "seer",
                "capabilities",
                    Map.of(
                        "vision", true,
                        "thinking", true,
                        "temperature", false,
                        "max_tokens_parameter", "max_completion_tokens"))),
        "providers",
        List.of(
            Map.of("name", "test", "available", true),
            Map.of("name", "lab", "available", false, "problem", "GET /models answered 404.")));
  }

  private static Locator options(Page page) {
    return page.locator("#model-list [role=option]");
  }
}
