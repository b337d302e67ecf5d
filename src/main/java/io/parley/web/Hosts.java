package io.parley.web;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which this server may be called. A browser that is led to this server by a name
/// of somebody else's (DNS rebinding) would take us for a part of that site, and let its pages read
/// our answers.
///
/// An address of numbers is always accepted: a browser that uses one has asked no name server. So
/// are `localhost` and the names below it, which never leave the machine (RFC 6761, section 6.3).
public final class Hosts {
  private static final String ALL = "*";
  private static final String ALL_BELOW = "*.";
  private static final String LOCAL = "localhost";
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,64}]|[A-Za-z0-9_.-]{1,253})(?::[0-9]{1,5})?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*");
  private static final Pattern NUMBERS =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private final Set<String> names = new HashSet<>();
  private final Set<String> domains = new HashSet<>();
  private final boolean all;

  /// @param accepted names such as `chat.example.org`; `*.example.org` stands for all names below
  ///   it, `*` for every name there is
  /// @throws IllegalArgumentException naming the entry that is not a name
  Hosts(Collection<String> accepted) {
    all = accepted.contains(ALL);
    for (String entry : accepted) {
      if (!entry.equals(ALL)) {
        accept(entry.toLowerCase(Locale.ROOT));
      }
    }
  }

  private void accept(String entry) {
    boolean below = entry.startsWith(ALL_BELOW);
    String name = below ? entry.substring(ALL_BELOW.length()) : entry;
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a host: " + entry);
    }
    if (below) {
      domains.add("." + name);
    } else {
      names.add(name);
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// @param authority the value of a `Host` header
  boolean accepts(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return false;
    }
    String host = withoutLastDot(parts.group(1).toLowerCase(Locale.ROOT));
    return all
        || host.startsWith("[")
        || NUMBERS.matcher(host).matches()
        || host.equals(LOCAL)
        || host.endsWith("." + LOCAL)
        || names.contains(host)
        || domains.stream().anyMatch(host::endsWith);
  }

  /// `chat.example.org.` is the same name as `chat.example.org`, said more exactly.
  private static String withoutLastDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
