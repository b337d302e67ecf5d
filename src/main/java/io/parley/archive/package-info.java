/// The archive: what is on the log, in PostgreSQL.
///
/// Owns the tables of messages, of what was removed and of how far the archive has come, and what a
/// search finds of texts. Reads `parley.log` with the shared group `parley-archive`. Guarantees:
/// what was acknowledged is archived once, in the order of the log; what was removed or erased does
/// not come back. [ArchivedMessages] is the only way to what is archived.
@NullMarked
package io.parley.archive;

import org.jspecify.annotations.NullMarked;
