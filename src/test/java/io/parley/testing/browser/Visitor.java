package io.parley.testing.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;

/// A person and the device they come with: their own cookies, their own screen.
///
/// @param name for screenshots and messages; Parley does not learn it
public record Visitor(
    String name,
    int width,
    int height,
    boolean touch,
    boolean dark,
    boolean stillness,
    boolean scripts) {

  /// At a desk, 1280 × 800, in light colours.
  public static Visitor named(String name) {
    return new Visitor(name, 1280, 800, false, false, false, true);
  }

  /// With a phone, 390 × 844.
  public Visitor onPhone() {
    return new Visitor(name, 390, 844, true, dark, stillness, scripts);
  }

  /// In a window of another size, such as 360 × 740, the narrowest we promise.
  public Visitor inWindow(int width, int height) {
    return new Visitor(name, width, height, touch, dark, stillness, scripts);
  }

  /// Who prefers dark colours.
  public Visitor inTheDark() {
    return new Visitor(name, width, height, touch, true, stillness, scripts);
  }

  /// Who prefers reduced motion.
  public Visitor withoutMotion() {
    return new Visitor(name, width, height, touch, dark, true, scripts);
  }

  /// Whose browser runs no JavaScript.
  public Visitor withoutScripts() {
    return new Visitor(name, width, height, touch, dark, stillness, false);
  }

  Browser.NewContextOptions options(URI url) {
    return new Browser.NewContextOptions()
        .setBaseURL(url.toString())
        .setViewportSize(width, height)
        .setHasTouch(touch)
        .setIsMobile(touch)
        .setJavaScriptEnabled(scripts)
        .setLocale("en-GB")
        .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
        .setReducedMotion(stillness ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE);
  }
}
