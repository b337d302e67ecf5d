package io.parley.room;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.parley.testing.browser.Accessibility;
import io.parley.testing.browser.Browser;
import io.parley.testing.browser.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first page anybody sees.
class HomeE2E {
  @RegisterExtension final Browser browser = new Browser();

  @Test
  void aNewcomerReadsWhatThisIs() {
    var page = browser.page("ada");

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    Accessibility.assertNoViolations(page);
  }

  @Test
  void itFitsAPhoneInTheDark() {
    var page = browser.page(Visitor.named("grace").onPhone().inTheDark());

    page.navigate("/");

    assertThat(page).hasTitle("Parley");
    Accessibility.assertNoViolations(page);
  }
}
