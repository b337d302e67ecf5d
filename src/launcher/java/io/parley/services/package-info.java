/// The real servers that Parley stands on, started from Maven artifacts: Kafka (KRaft, in this
/// JVM), PostgreSQL and Redis (child processes).
///
/// Used by the default run (`./mvnw`) and by the tests, never by the WAR. Everything listens on
/// 127.0.0.1 only, asks for a password, and keeps its data below one directory that is closed to
/// other users of the machine, so that it can be stopped, killed and started again over the same
/// data. No child outlives this JVM: see [GuardedProcess].
@NullMarked
package io.parley.services;

import org.jspecify.annotations.NullMarked;
