/// What reaches below the container: the caller's own connection, its channel for writing without a
/// thread, and whether its other end is still there.
///
/// Owns no data and reads no topic. Guarantees: this is the only package that uses Liberty's
/// internals or the kernel's table of connections. Where they are missing, callers get the
/// container's own way, which is slower and notices a disconnected caller later, at the next write.
@NullMarked
package io.parley.liberty;

import org.jspecify.annotations.NullMarked;
