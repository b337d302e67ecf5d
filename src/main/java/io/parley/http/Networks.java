package io.parley.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A set of IP networks in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`; an address alone is a
/// network of one.
record Networks(List<Network> networks) {
  Networks {
    networks = List.copyOf(networks);
  }

  /// @throws IllegalArgumentException naming the entry that is not a network
  static Networks parse(Collection<String> entries) {
    return new Networks(entries.stream().map(Networks::network).toList());
  }

  boolean contain(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /// Reads an address literal; never asks a name server.
  static Optional<InetAddress> address(String literal) {
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The first `bits` bits of `address`.
  record Network(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = bits % Byte.SIZE;
      return Arrays.equals(mine, 0, whole, theirs, 0, whole)
          && (rest == 0 || (mine[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0);
    }
  }

  private static Network network(String entry) {
    String[] parts = entry.split("/", 2);
    return address(parts[0])
        .map(address -> new Network(address, bits(entry, parts, address)))
        .orElseThrow(() -> notANetwork(entry));
  }

  private static int bits(String entry, String[] parts, InetAddress address) {
    int most = address.getAddress().length * Byte.SIZE;
    if (parts.length == 1) {
      return most;
    }
    try {
      int bits = Integer.parseInt(parts[1]);
      if (bits >= 0 && bits <= most) {
        return bits;
      }
    } catch (NumberFormatException e) {
      throw notANetwork(entry);
    }
    throw notANetwork(entry);
  }

  private static IllegalArgumentException notANetwork(String entry) {
    return new IllegalArgumentException("not an IP network: " + entry);
  }
}
