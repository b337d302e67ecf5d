/// Who is speaking, and what they may do: guests with signed tokens, API keys, the operator.
///
/// Owns the guest cookie and its signature, the revocations of guests' tokens in PostgreSQL, and
/// what is offered to another device, in Redis. Reads no topic. Guarantees: there is one answer to
/// who sent a request; a credential that is not good is not made good by a cookie beside it; and a
/// revoked one is refused on every node within two seconds, where it also ends what is open.
@NullMarked
package io.parley.identity;

import org.jspecify.annotations.NullMarked;
