package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.identity.NameWish;
import io.parley.participant.Likeness;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses names that imitate a model, or somebody who is in a room with the one who chooses.
///
/// Only choosing is refused. Whoever comes in under the name that they had before keeps it, and a
/// tag tells the two apart ([io.parley.participant.Doubles]): otherwise a name could lock others
/// out.
@ApplicationScoped
public class NameGuard {
  /// A guest in more rooms at a time is no person.
  private static final int MOST_ROOMS = 50;

  @Inject ModelNames models;
  @Inject NameClaims claims;
  @Inject Presence presence;
  @Inject Whereabouts whereabouts;

  void wished(@Observes NameWish wish) {
    require(wish.name(), wish.guest(), List.of());
  }

  /// @param room where they are about to come in
  /// @throws ProblemException as [#wished]
  void joining(ConversationId room, Participant wish) {
    require(wish.name(), Optional.of(wish.id()), List.of(room));
  }

  private void require(String name, Optional<ParticipantId> guest, List<ConversationId> entering) {
    Likeness likeness = Likeness.of(name);
    if (models.include(likeness)) {
      throw Problem.INVALID_REQUEST.because(
          "This is the name of a model, or looks like one. Choose another name.");
    }
    guest.ifPresent(id -> {
      List<ConversationId> rooms =
          Stream.of(entering, presence.conversationsHere(id), whereabouts.of(id))
              .flatMap(List::stream)
              .distinct()
              .limit(MOST_ROOMS)
              .filter(room -> isTheirs(room, id, likeness, entering.contains(room)))
              .toList();
      rooms.forEach(room -> claim(room, id, likeness));
    });
  }

  /// Whether the guest is in the room, or about to be.
  ///
  /// @throws ProblemException `conflict` if so, and somebody else there is called like that
  private boolean isTheirs(
      ConversationId room, ParticipantId guest, Likeness name, boolean entering) {
    List<Participant> present = presence.participants(room);
    boolean theirs = entering || present.stream().anyMatch(one -> one.id().equals(guest));
    if (theirs) {
      present.stream()
          .filter(other -> !other.id().equals(guest))
          .filter(other -> Likeness.of(other.name()).matches(name))
          .findFirst()
          .ifPresent(other -> {
            throw taken(other.name());
          });
    }
    return theirs;
  }

  private void claim(ConversationId room, ParticipantId guest, Likeness name) {
    if (!claims.claim(room, name, guest)) {
      throw Problem.CONFLICT.because(
          "Someone here is choosing this name, or one that looks like it. Choose another name.");
    }
  }

  private static ProblemException taken(String name) {
    return Problem.CONFLICT.because(
        "Someone here is already called “%s”. Choose a name that looks different.".formatted(name));
  }
}
