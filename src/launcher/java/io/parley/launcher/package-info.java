/// The default run, `./mvnw`: starts the embedded services and the server, says when Parley is
/// ready, and ends all of it.
///
/// After the build, `mvnw` becomes the [Supervisor], whose end, also by `kill -9`, is the end of
/// everything. Without the wrapper, Maven runs the [Launcher], which forks the supervisor. It then
/// ends when its standard input ends, so nothing stays behind when Maven is stopped, crashes or is
/// killed.
@NullMarked
package io.parley.launcher;

import org.jspecify.annotations.NullMarked;
