/// Public rooms: who is in them, what they type while they type it, and the page they do it on.
///
/// Owns presence in Redis and the authoritative text of each draft on the node its author is
/// connected to. Writes both topics through [io.parley.log.EventLog]; what comes back reaches the
/// sockets through [io.parley.live.LiveConversations]. Never trusts a client's text.
@NullMarked
package io.parley.room;

import org.jspecify.annotations.NullMarked;
