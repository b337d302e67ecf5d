package io.parley.llm;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.parley.testing.TestBed;
import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import io.parley.testing.openai.OpenAiServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The page that says how to connect a model, and tests one for the operator.
class ConnectE2E {
  @RegisterExtension final Browser browser = new Browser();
  private final OpenAiServer lab = OpenAiServer.start();

  @AfterEach
  void stop() throws IOException {
    lab.close();
  }

  @Test
  void itShowsWhatToSetForAProvider() {
    var page = browser.page("ada");
    page.navigate("/connect");

    page.locator("#openai summary").click();

    assertThat(page.locator("#openai pre").first())
        .hasText("OPENAI_API_KEY=your-key\nMODEL_NAME=openai/gpt-4o-mini");
    Accessibility.assertNoViolations(page);
    page.locator("#openai button").first().click();
    assertThat(page.locator("#openai button").first()).hasText("Copied");
  }

  @Test
  void theOperatorTestsAProvider() {
    lab.requireKey("lab-key");
    var page = open(TestBed.ADMIN_TOKEN);
    page.getByLabel("Base URL").fill(lab.baseUrl().toString());
    page.locator("#c-key").fill("lab-key");
    page.locator("#c-model").fill("echo");

    press(page);

    var report = page.locator("parley-connect .report");
    assertThat(report).hasAttribute("data-works", "true");
    assertThat(report.locator(".summary")).containsText("The model echo replied.");
    assertThat(report.locator("pre")).containsText("MODEL_NAME=my-provider/echo");
    assertThat(page.locator("[data-provider=test] .host")).containsText("localhost");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void aBaseUrlWithoutV1IsCorrectedWithOneClick() {
    var page = open(TestBed.ADMIN_TOKEN);
    page.getByLabel("Base URL").fill(lab.baseUrl().toString().replace("/v1", ""));
    press(page);
    var report = page.locator("parley-connect .report");
    assertThat(report).hasAttribute("data-works", "false");

    report.getByText("Use it and test again").click();

    assertThat(report).hasAttribute("data-works", "true");
    assertThat(page.getByLabel("Base URL")).hasValue(lab.baseUrl().toString());
  }

  @Test
  void aWrongTokenIsRefusedAndNothingIsSent() {
    browser.expectComplaint("403");
    var page = open("not-the-operator-token-000000");
    page.getByLabel("Base URL").fill(lab.baseUrl().toString());

    press(page);

    assertThat(page.locator("parley-connect .field-error")).containsText("Only the operator");
    assertEquals(0, lab.listRequests().size());
    Accessibility.assertNoViolations(page);
  }

  @Test
  void itFitsAPhoneInTheDark() {
    var page = browser.page(Visitor.named("grace").onPhone().inTheDark());

    page.navigate("/connect");

    assertThat(page).hasTitle("Connect a model · Parley");
    assertEquals(
        0,
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    Accessibility.assertNoViolations(page);
  }

  private Page open(String token) {
    var page = browser.page("ada");
    page.navigate("/connect");
    page.getByLabel("Operator token").fill(token);
    page.getByLabel("Provider", new Page.GetByLabelOptions().setExact(true))
        .selectOption("my-provider");
    return page;
  }

  private static void press(Page page) {
    page.locator("parley-connect button[type=submit]").click();
  }
}
