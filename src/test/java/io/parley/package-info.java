/// What holds for the code as a whole: who may know whom, and what things are called.
@NullMarked
package io.parley;

import org.jspecify.annotations.NullMarked;
