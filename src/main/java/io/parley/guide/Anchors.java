package io.parley.guide;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The ids of one page's headings, in order, as GitHub makes them: links work there and here.
final class Anchors {
  private final Map<String, Integer> given = new HashMap<>();

  String next(String heading) {
    String id =
        heading
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
            .strip()
            .replace(' ', '-');
    int before = given.merge(id, 1, Integer::sum) - 1;
    return before == 0 ? id : id + "-" + before;
  }
}
