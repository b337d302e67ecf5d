/// How the HTTP API describes itself: what calls are refused with, and in which form.
///
/// Owns nothing and reads no topic; the build uses it, no server does. Guarantees: each refusal
/// that a resource names with [Refuses] is in the API's description.
@NullMarked
package io.parley.api;

import org.jspecify.annotations.NullMarked;
