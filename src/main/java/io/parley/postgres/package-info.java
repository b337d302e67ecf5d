/// The way to PostgreSQL, for whoever keeps something there: whether it is available, its schema
/// and the JSON in its columns.
///
/// Owns the schema's migrations and reads no topic. Guarantees: PostgreSQL that is unavailable
/// never stops a start; while it is, calls fail at once with `unavailable`, and they work again
/// within about a second of its return.
@NullMarked
package io.parley.postgres;

import org.jspecify.annotations.NullMarked;
