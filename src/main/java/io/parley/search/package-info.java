/// Search: through rooms and one's own conversations, by title and by what was said.
///
/// Owns what a question reads of the index in PostgreSQL, which the archive writes. Reads no topic.
/// Guarantees: a hit is shown only to those who may read its message; a search ends in bounded
/// time, also where hits are rare.
@NullMarked
package io.parley.search;

import org.jspecify.annotations.NullMarked;
