/// What every feature uses: clock, ids, JSON, threads and `problem+json`.
///
/// Owns no data and reads no topic. Knows nothing of the packages above it, and stays at eleven
/// classes or fewer: what serves one feature lives with that feature.
@NullMarked
package io.parley.platform;

import org.jspecify.annotations.NullMarked;
