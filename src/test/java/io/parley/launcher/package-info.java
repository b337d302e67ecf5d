/// The default run, `./mvnw`: starts the embedded services and the server, says when Parley is
/// ready, and ends all of it.
///
/// Two processes: [Launcher] in Maven's JVM, and the [Supervisor] it forks. The supervisor ends
/// everything when its standard input ends, so nothing stays behind when Maven is stopped, crashes
/// or is killed.
@NullMarked
package io.parley.launcher;

import org.jspecify.annotations.NullMarked;
