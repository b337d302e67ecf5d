package io.parley.identity;

import io.parley.participant.Participant;

/// A guest has another name from now on; fired on the node that was told.
public record GuestRenamed(Participant guest) {}
