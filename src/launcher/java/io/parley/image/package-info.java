/// What is done with files while the container image is built (docs/container.md).
///
/// The image's build runs these programs from their source, so this package knows nothing but the
/// JDK.
@NullMarked
package io.parley.image;

import org.jspecify.annotations.NullMarked;
