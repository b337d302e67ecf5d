/// The event log: what happens in conversations, in order, in Kafka, keyed by conversation.
///
/// Topics: `parley.log` lasts, `parley.live` is only worth seeing now, `parley.dead` holds what no
/// consumer could handle. Reads both with the group `parley-fan-out-<node>` (every node reads
/// everything). Guarantees: an append is acknowledged when it is safe; a reader never goes deaf
/// without readiness saying so.
@NullMarked
package io.parley.log;

import org.jspecify.annotations.NullMarked;
