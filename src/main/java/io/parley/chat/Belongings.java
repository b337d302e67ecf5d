package io.parley.chat;

import io.parley.conversation.MessagePlace;
import io.parley.participant.ParticipantId;
import io.parley.platform.ProblemException;
import io.parley.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What hangs on a participant's identity.
@ApplicationScoped
public class Belongings {
  @Inject BelongingsStore store;
  @Inject Database database;

  /// How much of it there is; 10,000 stands for that many or more.
  @Schema(name = "Belongings")
  public record Count(
      @Schema(description = "Private conversations", maximum = "10000") long conversations,
      @Schema(description = "Messages in rooms", maximum = "10000") long messages,
      @Schema(description = "Links that the caller shared", maximum = "10000") long shares,
      @Schema(description = "Ratings of replies", maximum = "10000") long ratings) {}

  /// Empty while PostgreSQL is unavailable.
  public Optional<Count> of(ParticipantId guest) {
    try {
      return Optional.of(database.ask(() -> store.count(guest)));
    } catch (ProblemException away) {
      return Optional.empty();
    }
  }

  /// What a guest said in rooms, in the order of its places.
  public List<BelongingsStore.Said> said(
      ParticipantId guest, Optional<MessagePlace> after, int limit) {
    return database.ask(() -> store.said(guest, after, limit));
  }

  public List<BelongingsStore.Shared> shared(ParticipantId guest) {
    return database.ask(() -> store.shared(guest));
  }

  public List<BelongingsStore.Rated> rated(ParticipantId guest) {
    return database.ask(() -> store.rated(guest));
  }
}
