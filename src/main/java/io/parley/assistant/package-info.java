/// Turns a message into a reply: context, model, streaming, the end.
///
/// Reads `parley.log` with the shared group `parley-assistant`; hears on every node what is asked
/// and answered, and requests to stop. Owns the leases of replies in Redis. Guarantees: a reply is
/// on the log before its first token and ends exactly once; one whose node died is begun again by
/// another within 5 s, with the next attempt, and two nodes never answer the same message; a
/// message is acknowledged when its reply has ended; stopping works at any moment and closes the
/// connection to the provider.
@NullMarked
package io.parley.assistant;

import org.jspecify.annotations.NullMarked;
