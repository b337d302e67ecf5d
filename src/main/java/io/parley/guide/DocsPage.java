package io.parley.guide;

import io.parley.web.Assets;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/// A page of the documentation, as it is rendered.
@Named
@RequestScoped
public class DocsPage {
  @Inject Handbook handbook;
  @Inject Assets assets;

  private String title = "";
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

  void show(Page page) {
    title = page.title();
    path = page.path();
    html = PageHtml.of(page).replace("src=\"/img/", "src=\"" + assets.getBase() + "/img/");
  }

  public String getTitle() {
    return title;
  }

  public String getHtml() {
    return html;
  }

  public List<Entry> getPages() {
    return handbook.pages().stream()
        .map(page ->
            new Entry(
                page.title(), Links.toPage(page.path(), "").toString(), page.path().equals(path)))
        .toList();
  }
}
