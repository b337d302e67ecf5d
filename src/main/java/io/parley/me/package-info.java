/// A participant's own affairs: who they are, what belongs to them, taking it along and deleting
/// it, and the part of every page that shows it.
///
/// Owns nothing: names and tokens are [io.parley.identity]'s, what was said is
/// [io.parley.conversation]'s. Reads no topic.
@NullMarked
package io.parley.me;

import org.jspecify.annotations.NullMarked;
