/// This running server as one of several: which part of the work it does, what it stands on, and
/// how it ends.
///
/// Owns no data and reads no topic. Guarantees: a node that is asked to end (SIGTERM, SIGINT) says
/// that it is not ready, lets every [Drainable] finish, and is gone within a time that is known,
/// whatever hangs.
@NullMarked
package io.parley.node;

import org.jspecify.annotations.NullMarked;
