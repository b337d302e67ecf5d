/// Turns a message into a reply: context, model, streaming, the end.
///
/// Reads `parley.log` with the shared group `parley-assistant`, and hears requests to stop on every
/// node. Guarantees: a reply is on the log before its first token and ends there exactly once; a
/// message is acknowledged when its reply has ended, so that a reply whose node died is begun again
/// with the next attempt; stopping works at any moment and closes the connection to the provider.
@NullMarked
package io.parley.assistant;

import org.jspecify.annotations.NullMarked;
