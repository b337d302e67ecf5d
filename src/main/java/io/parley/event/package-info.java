/// What happens in conversations, as data: events, their ids, and the position of each in the event
/// log. No package that stores, sends or shows events is known here, so all of them can share these
/// types.
///
/// Owns no state and reads no topic. Guarantees: types are immutable; an event that was written as
/// JSON reads back as the same event, and fields that a newer version has added are ignored.
@NullMarked
package io.parley.event;

import org.jspecify.annotations.NullMarked;
