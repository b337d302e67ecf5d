/// `POST /api/chat_batch`: one question, one streamed answer, outside every conversation,
/// repeatable from a cache where that is wished.
///
/// Owns the cached answers in Redis and reads no topic. Guarantees: while Redis is unavailable the
/// model is asked; if the client disconnects, Parley cancels the request.
@NullMarked
package io.parley.chatbatch;

import org.jspecify.annotations.NullMarked;
