/// The event log: what happens in conversations, in order, in Kafka, keyed by conversation.
///
/// Topics: `parley.log` lasts, `parley.live` is only worth seeing now, `parley.dead` holds what no
/// consumer could handle. Reads both with the groups `parley-fan-out-log-<node>` and
/// `parley-fan-out-live-<node>` (every node reads everything). Guarantees: an append is
/// acknowledged when it is safe; a reader that is cut off reconnects by itself, and the node is not
/// ready until then.
@NullMarked
package io.parley.log;

import org.jspecify.annotations.NullMarked;
