/// An OpenAI-compatible server for tests and benchmarks: real sockets and real chunked server-sent
/// events, and a [Script] for everything that a provider does when it is well and when it is not.
///
/// In a test: `try (var openai = OpenAiServer.start()) { openai.script("slow", Script.text("…"));
/// }`. On its own: `OpenAiServer.main`, told what to do over `POST /script`. Records every request,
/// and when its client closed the connection.
@NullMarked
package io.parley.testing.openai;

import org.jspecify.annotations.NullMarked;
