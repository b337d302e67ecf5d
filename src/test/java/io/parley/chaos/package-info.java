/// Faults, on purpose: what Parley promises, held to while its parts are killed, paused and cut
/// off.
///
/// A [Scenario] is one row of `docs/reliability.md`. It breaks a [Cluster] of real processes while
/// clients keep a [Ledger] each of everything they are told, and puts what it found into
/// [Findings]. [Chaos] plays all of them at full length and writes the table (`chaos/run`);
/// [ReliabilityIT] plays the short forms in every build.
@NullMarked
package io.parley.chaos;

import org.jspecify.annotations.NullMarked;
