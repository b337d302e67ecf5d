/// The built-in model `demo/guide`: answers from Parley's own documentation, without a key and
/// without a network.
///
/// Owns the handbook, that is README.md and docs/*.md as they were when the WAR was built, its
/// search index in memory, and the pages under `/docs`. What it says are passages of the handbook,
/// ranked by BM25, with the section each comes from; what is not there it does not claim to know.
/// Reads no topic.
@NullMarked
package io.parley.guide;

import org.jspecify.annotations.NullMarked;
