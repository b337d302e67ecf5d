package io.parley.identity;

/// A guest has another name from now on; fired on the node that was told.
public record GuestRenamed(Participant guest) {}
