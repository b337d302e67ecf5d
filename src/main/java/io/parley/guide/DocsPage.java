package io.parley.guide;

import io.parley.web.Assets;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;

/// A page of the documentation, as it is rendered.
@Named
@RequestScoped
public class DocsPage {
  @Inject Handbook handbook;
  @Inject Assets assets;

  private String title = "Not found";
  private String path = "";
  private String html = "";

  /// A page in the list of all.
  public record Entry(String title, String url, boolean current) {
    public String getTitle() {
      return title;
    }

    public String getUrl() {
      return url;
    }

    /// The value of `aria-current`.
    public String getCurrent() {
      return current ? "page" : "false";
    }
  }

  /// A part of that list, under a heading.
  public record Group(String name, List<Entry> entries) {
    public String getName() {
      return name;
    }

    public List<Entry> getEntries() {
      return entries;
    }
  }

  void show(Page page) {
    title = page.title();
    path = page.path();
    html = PageHtml.of(page).replace("src=\"/img/", "src=\"" + assets.getBase() + "/img/");
  }

  public String getTitle() {
    return title;
  }

  /// Whether there is no such page: then all others are listed.
  public boolean isMissing() {
    return path.isEmpty();
  }

  public String getHtml() {
    return html;
  }

  /// What people read, then what operators and developers look up.
  public List<Group> getGroups() {
    return Stream.of(new Group("Guide", entries(true)), new Group("Reference", entries(false)))
        .filter(group -> !group.entries().isEmpty())
        .toList();
  }

  private List<Entry> entries(boolean forUsers) {
    return handbook.pages().stream()
        .filter(page -> page.isForUsers() == forUsers)
        .map(page ->
            new Entry(
                page.title(), Links.toPage(page.path(), "").toString(), page.path().equals(path)))
        .toList();
  }
}
