package io.parley.llm;

import java.net.URI;
import java.util.Optional;

/// Something that an answer can be drawn from, as it is known before a model is asked. A source
/// that the answer's text names becomes a citation of the answer.
///
/// @param id names the source for whoever found it
/// @param url where a reader finds it
/// @param quote how it begins, or the passage that matters
public record Source(String id, String title, URI url, Optional<String> quote) {}
