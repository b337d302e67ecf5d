/// Who is speaking: guests with signed tokens, the operator's token, and the budgets that keep one
/// of them from spending what belongs to all.
///
/// Owns the guest cookie and its signature, and what has been spent, in Redis. Reads no topic.
@NullMarked
package io.parley.identity;

import org.jspecify.annotations.NullMarked;
