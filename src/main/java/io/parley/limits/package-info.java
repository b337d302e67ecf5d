/// What one caller, one address, or everybody together may do in a time and have open at once, so
/// that nobody spends what belongs to all.
///
/// Owns what has been spent, in Redis (`parley:budget:*`); reads no topic. Guarantees: all nodes
/// count together, and each for itself while Redis is unavailable; a refusal says how long to wait.
@NullMarked
package io.parley.limits;

import org.jspecify.annotations.NullMarked;
