/// Browser tests: people at their screens ([Browser], [Visitor]) in Debian's Chromium, and what
/// every page is held to ([PageWatch], [Accessibility]).
@NullMarked
package io.parley.testing.browser;

import org.jspecify.annotations.NullMarked;
