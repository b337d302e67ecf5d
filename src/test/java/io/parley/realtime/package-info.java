/// Tests of the fan-out, with time, threads and the network held in hand.
@NullMarked
package io.parley.realtime;

import org.jspecify.annotations.NullMarked;
