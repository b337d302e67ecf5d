/// What people think of replies.
///
/// Owns the ratings in PostgreSQL and reads no topic. Guarantees: each participant has one rating
/// of each reply that they can see; only configured models get a series of their own in the
/// metrics.
@NullMarked
package io.parley.feedback;

import org.jspecify.annotations.NullMarked;
