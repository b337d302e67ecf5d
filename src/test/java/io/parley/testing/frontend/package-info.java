/// Runs the checks of the front-end modules from Maven alone: the Node that Playwright for Java
/// carries, and TypeScript from a web jar. No installed Node, no npm.
@NullMarked
package io.parley.testing.frontend;

import org.jspecify.annotations.NullMarked;
