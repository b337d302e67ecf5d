package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;

/// Is told of everybody who comes and goes, by the node that noticed it: each change is told on one
/// node only, and is to be told to the others.
///
/// Called by the thread that entered or left, or by the one that keeps presence. Must not block. A
/// participant may be told to have joined who is there already (under a new name, or after Redis
/// was unavailable), and rarely to have left who has left already: whoever keeps a list of
/// participants passes on what changes it.
public interface PresenceListener {
  void joined(ConversationId conversation, Participant participant);

  void left(ConversationId conversation, Participant participant);

  /// Whether this node knows of the other nodes' participants, each time that changes.
  void known(boolean known);
}
