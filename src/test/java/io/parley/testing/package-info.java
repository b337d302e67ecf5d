/// How the tests run Parley: nodes of the real server as child processes over real Kafka,
/// PostgreSQL and Redis ([TestBed], [ParleyNode]), browsers ([Browser]) and conditions instead of
/// sleeps ([Await]).
///
/// `*Test` needs none of this. `*IT` and `*E2E` ask the test bed for what they need; it is started
/// once per run, on free ports, and ends with this JVM, also if that is killed.
@NullMarked
package io.parley.testing;

import org.jspecify.annotations.NullMarked;
