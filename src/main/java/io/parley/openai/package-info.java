/// The API that others' clients already speak: OpenAI's, under `/v1`.
///
/// Owns the kept responses in Redis and reads no topic. Requests for models of OpenAI-compatible
/// providers pass through as they are, answers as they come; the rest is made here in the same
/// shapes, mostly of chat completions ([Telling]). Guarantees that a caller has a good key with the
/// right scope, that names are Parley's on this side and the provider's on the other, that every
/// refusal has OpenAI's shape, and that a caller who leaves ends the provider's work.
@NullMarked
package io.parley.openai;

import org.jspecify.annotations.NullMarked;
