/// What people do in conversations, over HTTP: open and change them, post, ask for replies, follow
/// what happens, remove and erase. Rooms have a door of their own beside it, [io.parley.room].
///
/// Owns the resources of `/api/conversations`, the pages of private conversations, the event stream
/// over HTTP, and what is being deleted for guests who asked for it. Guarantees: every call asks
/// whether the caller may see the conversation ([Access]); a post is answered with what stands
/// first on the log; an erasure that was promised is completed, on whichever node.
@NullMarked
package io.parley.chat;

import org.jspecify.annotations.NullMarked;
