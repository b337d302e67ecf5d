/// Conversations: what was said in them, what is being said now, and their archive.
///
/// Owns the tables in PostgreSQL and this node's view of what is live. Reads every event of both
/// topics (through [io.parley.log.LogReader]) and archives `parley.log` with the shared group
/// `parley-archive`. Guarantees: a reader that resumes misses nothing and sees nothing twice; what
/// was acknowledged is archived once.
@NullMarked
package io.parley.conversation;

import org.jspecify.annotations.NullMarked;
