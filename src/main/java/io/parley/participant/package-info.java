/// Who takes part in conversations, and what they are called: ids, names, which names are refused,
/// and which look like another.
///
/// Owns no state and reads no topic. Guarantees: a name that was accepted has no control characters
/// and no reserved word, whatever letters imitate it.
@NullMarked
package io.parley.participant;

import org.jspecify.annotations.NullMarked;
