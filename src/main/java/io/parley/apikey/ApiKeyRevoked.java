package io.parley.apikey;

import io.parley.participant.ParticipantId;

/// A key has been revoked at this node, where it is refused from now on. Fired on the thread that
/// revokes it: once that returns, what the key's holder had open here has ended.
public record ApiKeyRevoked(ParticipantId id) {}
