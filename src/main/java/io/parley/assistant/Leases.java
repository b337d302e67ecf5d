package io.parley.assistant;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who makes which reply, over all nodes. A lease ends by itself unless it is renewed, so that a
/// node that died holds nothing for long.
///
/// Leases save work, they prove nothing: a node can stand still for longer than its lease lasts.
/// That a reply ends once is held by the log's order.
///
/// Calls may block for as long as Redis may take to answer.
interface Leases {

  /// How a lease stands.
  enum Answer {
    MINE,
    /// It had expired, and now it is mine again: in between somebody may have had it.
    REGAINED,
    ANOTHERS,
    /// Nobody can tell.
    UNKNOWN
  }

  /// Takes a lease that nobody has.
  ///
  /// @param token known to its holder alone
  Answer claim(ReplyPlace reply, String token);

  /// Makes the leases last for another term.
  ///
  /// @param tokens by the reply that each is for
  Map<ReplyPlace, Answer> renew(Map<ReplyPlace, String> tokens);

  void release(ReplyPlace reply, String token);

  /// Those of these replies that nobody makes; empty if nobody can tell.
  Optional<Set<ReplyPlace>> free(Collection<ReplyPlace> replies);
}
