/// The door that every HTTP request comes through: which sites may call, who the visitor is, and
/// what a browser is told about the answer; and the way back to the client's connection, for
/// answers that break off. Behind it, the pages of health, metrics and the description of the API.
///
/// Owns no data and reads no topic. Guarantees: a page never renders without a guest, a foreign
/// site's page changes nothing, every answer carries the security headers, and a malformed request
/// reaches no parser that would throw.
@NullMarked
package io.parley.web;

import org.jspecify.annotations.NullMarked;
