package io.parley.apikey;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.event.AllowedModels;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an operator has allowed a program. Not the secret that proves it: that is shown once, when
/// the key is made.
///
/// @param id also that of the participant as whom the program takes part
/// @param hint the end of the secret, by which a person tells keys apart
/// @param models the models it may use: names in which `*` stands for anything; empty for all
@Schema(name = "ApiKey")
public record ApiKey(
    ParticipantId id,
    String name,
    String hint,
    Set<Scope> scopes,
    List<String> models,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {

  /// What a key may be used for.
  @Schema(type = SchemaType.STRING)
  public enum Scope {
    /// `/api`, as a participant.
    API,
    /// `/v1/chat/completions`, `/v1/completions`, `/v1/responses` and `/v1/moderations`.
    CHAT,
    EMBEDDINGS,
    /// `/v1/models`.
    MODELS;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Scope of(String wire) {
      return Stream.of(values())
          .filter(scope -> scope.wire().equals(wire))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("not a scope"));
    }
  }

  public ApiKey {
    scopes = Set.copyOf(new TreeSet<>(scopes));
    models = List.copyOf(models);
  }

  public boolean has(Scope scope) {
    return scopes.contains(scope);
  }

  /// The models it may use.
  public AllowedModels allowed() {
    return new AllowedModels(models);
  }

  @JsonIgnore
  public Participant participant() {
    return new Participant(id, name);
  }

  boolean isExpiredAt(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }
}
