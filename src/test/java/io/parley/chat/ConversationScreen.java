package io.parley.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import io.parley.platform.Json;
import io.parley.testing.browser.ChatScreen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/// A private conversation as its owner has it in front of them.
record ConversationScreen(Page page) implements ChatScreen {
  private static final Pattern OPEN = Pattern.compile(".*/conversations/[0-9a-f-]{36}$");

  /// A new one, which is answered by a model of the provider `test`.
  static ConversationScreen begin(Page page, String model) {
    page.navigate("/");
    return open(page, create(page, Map.of("default_model", "test/" + model)));
  }

  static ConversationScreen open(Page page, String id) {
    page.navigate("/conversations/" + id);
    return new ConversationScreen(page).whenJoined();
  }

  /// Through REST, as the guest whose page it is.
  static String create(Page page, Map<String, ?> settings) {
    return call(page, "/api/conversations", settings, 201).path("id").asText();
  }

  /// Through REST, as the guest whose page it is.
  static JsonNode call(Page page, String path, Object body, int status) {
    var answer = page.request().post(path, asThePage(page).setData(Json.write(body)));
    assertEquals(status, answer.status(), answer::text);
    try {
      return Json.MAPPER.readTree(answer.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Through REST, as the guest whose page it is.
  static JsonNode read(Page page, String path) {
    var answer = page.request().get(path);
    assertEquals(200, answer.status(), answer::text);
    try {
      return Json.MAPPER.readTree(answer.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A request that the page could have made: a cookie alone is not enough.
  static RequestOptions asThePage(Page page) {
    return RequestOptions.create()
        .setHeader("Content-Type", "application/json")
        .setHeader("Origin", URI.create(page.url()).resolve("/").toString().replaceAll("/$", ""));
  }

  ConversationScreen whenJoined() {
    shows("joined");
    return this;
  }

  /// The conversation's id, once it has one.
  String id() {
    assertThat(page).hasURL(OPEN);
    return page.url().substring(page.url().lastIndexOf('/') + 1);
  }

  Locator messages() {
    return page.locator("parley-message[data-role=user]");
  }

  /// What a button below a row does, whether it is seen or comes with the pointer.
  void act(Locator row, String action) {
    row.hover();
    row.locator(".actions [data-act=%s]".formatted(action)).click();
  }

  /// The conversations in the sidebar.
  Locator entries() {
    return page.locator("parley-history .entry");
  }

  Locator entry(String title) {
    return entries().filter(new Locator.FilterOptions().setHasText(title));
  }
}
