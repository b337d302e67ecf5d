/// The keys of programs: what each may be used for, and which of them are good.
///
/// Owns the table `api_key`; reads no topic. Guarantees: a secret is shown once and kept nowhere,
/// recognising a key asks nobody, and a revoked key is refused at once where it was revoked and on
/// every other node within two seconds.
@NullMarked
package io.parley.apikey;

import org.jspecify.annotations.NullMarked;
