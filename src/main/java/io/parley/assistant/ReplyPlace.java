package io.parley.assistant;

import io.parley.event.ConversationId;
import io.parley.event.ReplyId;

/// One reply among all there are: an id means something within its conversation only, so nobody
/// takes another's reply away by asking for one under its id elsewhere.
record ReplyPlace(ConversationId conversation, ReplyId reply) {
  @Override
  public String toString() {
    return conversation + "/" + reply;
  }
}
