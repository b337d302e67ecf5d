/// The one reader of settings, from whatever MicroProfile Config knows.
///
/// Owns no data and reads no topic. Guarantees: a setting that cannot be read stops the start, with
/// its key and what it must be, and without its value.
@NullMarked
package io.parley.config;

import org.jspecify.annotations.NullMarked;
