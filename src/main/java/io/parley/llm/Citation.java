package io.parley.llm;

import java.net.URI;
import java.util.Optional;

/// A source of an answer: `marker` is how the text refers to it, such as `1` for `[1]`.
public record Citation(String marker, String title, URI url, Optional<String> snippet) {}
