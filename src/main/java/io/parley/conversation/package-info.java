/// What a conversation is: its kind, its settings and who may see it; messages and the branches
/// that they form; how texts of people are compared and bounded.
///
/// Owns the conversations' rows in PostgreSQL and what a search finds of their titles. Reads of
/// changes and erasures on the log (through [io.parley.log.LogReader]). Guarantees: there is one
/// answer to who may see a conversation ([Conversations#visibleTo]); a change counts on this node
/// when the call returns, and on the others when they have read of it; what is erased is erased
/// completely.
@NullMarked
package io.parley.conversation;

import org.jspecify.annotations.NullMarked;
