/// What `./mvnw` shows: the build, the start of all parts, and a table of tests.
///
/// `mvnw` runs [Start] and [Verify] from their source, before anything is compiled, so this package
/// knows nothing but the JDK. The launcher, which is compiled by then, goes on with its [Screen].
@NullMarked
package io.parley.start;

import org.jspecify.annotations.NullMarked;
