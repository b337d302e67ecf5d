package io.parley.identity;

import io.parley.participant.ParticipantId;
import java.util.Optional;

/// Somebody is about to take a name that they chose. Fired before they have it: an observer that
/// knows why they must not have it throws a [io.parley.platform.ProblemException].
///
/// @param guest who wants it; empty for a guest who is only arriving
/// @param name as [Names#chosen] returned it
public record NameWish(Optional<ParticipantId> guest, String name) {}
