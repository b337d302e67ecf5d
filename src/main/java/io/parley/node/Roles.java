package io.parley.node;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The roles of this node: `parley.roles`, all of them where it is not set.
public record Roles(Set<Role> here) {
  public Roles {
    here = Set.copyOf(here);
  }

  public static Roles all() {
    return new Roles(EnumSet.allOf(Role.class));
  }

  /// @throws IllegalArgumentException if there is none, or one that does not exist
  static Roles of(Optional<String> names) {
    if (names.isEmpty()) {
      return all();
    }
    Set<Role> here = EnumSet.noneOf(Role.class);
    for (String name : names.get().split(",", -1)) {
      here.add(
          Role.of(name.strip())
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "parley.roles takes edge, archive, assistant and knowledge, not '%s'"
                          .formatted(name.strip()))));
    }
    return new Roles(here);
  }

  public boolean has(Role role) {
    return here.contains(role);
  }
}
