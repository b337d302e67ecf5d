/// What was said in a conversation, page by page: the archive, and over it what this node has read
/// from the log since.
///
/// Owns nothing that lasts. Reads no topic itself. Guarantees: everything that was acknowledged is
/// on its page, once; where that cannot be said, a reader is refused rather than told half.
@NullMarked
package io.parley.history;

import org.jspecify.annotations.NullMarked;
