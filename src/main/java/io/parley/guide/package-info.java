/// The built-in model `demo/guide`: answers from Parley's own documentation, without a key and
/// without a network.
///
/// Owns the handbook, that is README.md, docs/*.md and docs/guide/*.md as they were when the WAR
/// was built, its search index in memory, and the pages under `/docs`. What it says are sentences
/// of the handbook, ranked by BM25F, with a link to the section of each; what is not there it does
/// not claim to know. Small talk is not answered from the handbook. Reads no topic.
@NullMarked
package io.parley.guide;

import org.jspecify.annotations.NullMarked;
