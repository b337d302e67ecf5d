/// Language models: who provides them, which there are, one way to have an answer generated, and
/// one to have texts embedded.
///
/// Owns the connections to providers (any OpenAI-compatible endpoint, by configuration), the
/// catalogue of models behind `GET /api/models`, which all nodes share in Redis, and `POST
/// /api/chat_batch`. Guarantees that every generation ends with exactly one [GenerationEvent.End],
/// that its events come one after the other, that it is one model's answer, and that cancelling
/// closes the provider's connection at once. A provider that is ill costs the others nothing. No
/// key and no provider's own words reach a caller. Knows no feature; reads no topic.
@NullMarked
package io.parley.llm;

import org.jspecify.annotations.NullMarked;
