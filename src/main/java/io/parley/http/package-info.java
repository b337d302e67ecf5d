/// What may be believed of an HTTP request: from which address and by which name it came, whether a
/// foreign site's page sent it, and which credentials its headers bring.
///
/// Owns no data and reads no topic. Guarantees: `X-Forwarded-*` count only from a trusted proxy,
/// and whoever asks about an address, an origin or a bearer token is given the same answer
/// everywhere.
@NullMarked
package io.parley.http;

import org.jspecify.annotations.NullMarked;
