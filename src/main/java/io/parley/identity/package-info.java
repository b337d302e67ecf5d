/// Who is calling: guests with signed tokens, API keys, the operator, and the limits that keep one
/// caller from using what belongs to all.
///
/// Owns the guest cookie and its signature, API keys and revoked tokens in PostgreSQL, and the
/// counters of limits and links to other devices in Redis. Reads no topic. Guarantees: a revoked
/// key or token is refused on every node within two seconds.
@NullMarked
package io.parley.identity;

import org.jspecify.annotations.NullMarked;
