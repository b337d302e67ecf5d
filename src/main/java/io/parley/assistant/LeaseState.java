package io.parley.assistant;

/// How sure a [ReplyLease] is.
enum LeaseState {
  SURE,
  /// Another node may have had the lease in between: the log knows.
  DOUBTFUL,
  LOST
}
