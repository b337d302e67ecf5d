/// Conversations that come in or go out: imports, exports, forks, and what one takes along of one's
/// own.
///
/// Owns the memory that imports and forks may take, and reads no topic. Guarantees: a copy has ids
/// of its own and knows what it was copied from; what is erased is erased from its copies, too;
/// what a foreign file holds proves nobody's identity.
@NullMarked
package io.parley.transfer;

import org.jspecify.annotations.NullMarked;
