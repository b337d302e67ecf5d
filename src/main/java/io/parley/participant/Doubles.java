package io.parley.participant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Tells apart those whose names look the same, by the end of their ids: the last three digits, or
/// more where these are equal. `js/session/doubles.js` does the same on a page that is open.
public final class Doubles {
  private static final int SHORTEST = 3;

  private final Map<String, Set<String>> ids = new HashMap<>();
  private final Map<String, String> skeletons = new HashMap<>();

  /// Somebody whose name is on the page, or a model: it is called something, too.
  public void add(String id, String name) {
    ids.computeIfAbsent(skeleton(name), _ -> new HashSet<>()).add(digits(id));
  }

  /// What stands beside the name, such as `#a3f`; empty if nobody else is called like that.
  public String tagOf(String id, String name) {
    String own = digits(id);
    Set<String> alike = ids.getOrDefault(skeleton(name), Set.of());
    if (alike.stream().allMatch(own::equals)) {
      return "";
    }
    int length = Math.min(SHORTEST, own.length());
    while (length < own.length() && isShared(end(own, length), alike)) {
      length++;
    }
    return "#" + end(own, length);
  }

  private static boolean isShared(String end, Set<String> alike) {
    return alike.stream().filter(other -> other.endsWith(end)).limit(2).count() > 1;
  }

  private String skeleton(String name) {
    return skeletons.computeIfAbsent(name, Skeleton::of);
  }

  private static String digits(String id) {
    return id.replace("-", "");
  }

  private static String end(String id, int length) {
    return id.substring(id.length() - length);
  }
}
