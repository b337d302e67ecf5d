/// Who is calling, and what they may do: guests with signed tokens, API keys, the operator.
///
/// Owns the guest cookie and its signature, the revocations of guests' tokens in PostgreSQL, and
/// links to other devices in Redis. Reads no topic. Guarantees: there is one answer to who sent a
/// request; an invalid credential is not made valid by a cookie beside it; a revoked one is refused
/// on every node within two seconds, where it also ends what is open.
@NullMarked
package io.parley.identity;

import org.jspecify.annotations.NullMarked;
