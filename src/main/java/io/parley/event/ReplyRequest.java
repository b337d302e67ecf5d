package io.parley.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/// The reply that a message asks for: `model` is a `provider/model` name.
///
/// @param only the models that may answer, where an API key that is restricted to them asks: the
///   restriction holds on whichever node makes the reply, and for fallbacks too
public record ReplyRequest(ReplyId replyId, String model, Optional<AllowedModels> only) {
  @JsonCreator
  public ReplyRequest {}

  public ReplyRequest(ReplyId replyId, String model) {
    this(replyId, model, Optional.empty());
  }

  /// The models that may answer.
  public AllowedModels allowed() {
    return only.orElse(AllowedModels.ALL);
  }
}
