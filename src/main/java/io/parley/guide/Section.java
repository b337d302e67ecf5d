package io.parley.guide;

import java.net.URI;
import java.util.List;

/// A heading and what stands under it, up to the next heading.
///
/// @param page its path, such as `docs/operations.md`
/// @param heading empty for what stands before the first heading of a page
/// @param anchor the heading's id on the page, as GitHub makes them; empty if there is no heading
/// @param asked in what words people ask for what stands here
record Section(
    String page,
    String pageTitle,
    String heading,
    String anchor,
    List<Passage> passages,
    List<String> asked) {
  Section {
    passages = List.copyOf(passages);
    asked = List.copyOf(asked);
  }

  String title() {
    return heading.isEmpty() || heading.equals(pageTitle) ? pageTitle : pageTitle + ": " + heading;
  }

  /// Whether it is of the user's guide.
  boolean isForUsers() {
    return Page.isForUsers(page);
  }

  URI url() {
    return Links.toPage(page, anchor);
  }
}
