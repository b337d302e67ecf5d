/// What is happening in conversations now: drafts, replies in progress and the last minutes of what
/// was said, from which a reader joins and resumes.
///
/// Owns this node's memory of them, bounded, and nothing that lasts. Reads every event of both
/// topics (through [io.parley.log.LogReader]). Guarantees: a snapshot and the events after it
/// neither overlap nor leave a gap; a reader that resumes misses nothing and sees nothing twice; an
/// id stands for one thing within its conversation.
@NullMarked
package io.parley.live;

import org.jspecify.annotations.NullMarked;
