/// What each guest has not read in rooms, and where they were mentioned.
///
/// Owns how far each guest has read, in PostgreSQL, and reads no topic. Guarantees: it is counted
/// when somebody asks, so that posting a message costs nothing more with many readers.
@NullMarked
package io.parley.unread;

import org.jspecify.annotations.NullMarked;
