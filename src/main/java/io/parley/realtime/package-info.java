/// Who is connected to this node, and how what happens reaches them.
///
/// Owns the [Hub] (topic to subscribers), the [Connection]s with their bounded [Outbox]es, and the
/// close codes. Topics are opaque strings; no feature, no log and no store is known here; it reads
/// no Kafka topic and belongs to no consumer group. Guarantees: every subscriber sees a topic's
/// events in the order they were published, without a gap or a repeat after its first frame; a
/// durable event is never left out; nothing here blocks its caller; a slow reader costs the others
/// nothing; memory per connection is bounded.
@NullMarked
package io.parley.realtime;

import org.jspecify.annotations.NullMarked;
