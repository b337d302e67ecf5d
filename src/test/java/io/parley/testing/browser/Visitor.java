package io.parley.testing.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;

/// A person and the device they come with: their own cookies, their own screen.
///
/// @param name for screenshots and messages; Parley does not learn it
/// @param locale the language of their browser
/// @param ownColours whether they force colours of their own on every page
public record Visitor(
    String name,
    int width,
    int height,
    boolean touch,
    boolean dark,
    boolean stillness,
    boolean scripts,
    String locale,
    boolean ownColours) {

  /// At a desk, 1280 × 800, in light colours.
  public static Visitor named(String name) {
    return new Visitor(name, 1280, 800, false, false, false, true, "en-GB", false);
  }

  /// With a phone, 390 × 844.
  public Visitor onPhone() {
    return new Visitor(name, 390, 844, true, dark, stillness, scripts, locale, ownColours);
  }

  /// In a window of another size, such as 360 × 740, the narrowest we promise.
  public Visitor inWindow(int width, int height) {
    return new Visitor(name, width, height, touch, dark, stillness, scripts, locale, ownColours);
  }

  /// Who prefers dark colours.
  public Visitor inTheDark() {
    return new Visitor(name, width, height, touch, true, stillness, scripts, locale, ownColours);
  }

  /// Who prefers reduced motion.
  public Visitor withoutMotion() {
    return new Visitor(name, width, height, touch, dark, true, scripts, locale, ownColours);
  }

  /// Whose browser runs no JavaScript.
  public Visitor withoutScripts() {
    return new Visitor(name, width, height, touch, dark, stillness, false, locale, ownColours);
  }

  /// Whose browser is in another language, such as `ja-JP`.
  public Visitor speaking(String language) {
    return new Visitor(name, width, height, touch, dark, stillness, scripts, language, ownColours);
  }

  /// Who forces colours of their own on every page, as with a contrast theme of the system.
  public Visitor withOwnColours() {
    return new Visitor(name, width, height, touch, dark, true, scripts, locale, true);
  }

  Browser.NewContextOptions options(URI url) {
    return new Browser.NewContextOptions()
        .setBaseURL(url.toString())
        .setViewportSize(width, height)
        .setHasTouch(touch)
        .setIsMobile(touch)
        .setJavaScriptEnabled(scripts)
        .setLocale(locale)
        .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
        .setForcedColors(ownColours ? ForcedColors.ACTIVE : ForcedColors.NONE)
        .setReducedMotion(stillness ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE);
  }
}
