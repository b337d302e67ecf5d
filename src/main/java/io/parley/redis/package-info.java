/// The way to Redis, for whoever keeps something there: presence, leases of replies, limits, lists
/// of models, answers.
///
/// Owns no data and reads no topic. Guarantees: Redis being unavailable never stops a start; while
/// it is unavailable, calls fail at once instead of waiting, and they work again within about a
/// second of its return.
@NullMarked
package io.parley.redis;

import org.jspecify.annotations.NullMarked;
