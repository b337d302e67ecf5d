/// Share links: what a conversation was at a moment, for everybody who has the link.
///
/// Owns the links in PostgreSQL, with digests instead of their tokens. Reads no topic. Guarantees:
/// what comes later is not shown; a revoked link shows nothing.
@NullMarked
package io.parley.sharing;

import org.jspecify.annotations.NullMarked;
