/// What every feature stands on: clock, ids, JSON, executors, health and `problem+json`.
///
/// Owns no data and reads no topic. Knows nothing of the packages above it, and stays at ten
/// classes or fewer: what serves one feature lives with that feature.
@NullMarked
package io.parley.platform;

import org.jspecify.annotations.NullMarked;
