package io.parley.feedback;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.conversation.TextLimit;
import io.parley.platform.Problem;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A rating of a reply, and perhaps why.
@Schema(name = "Feedback", examples = "{\"rating\":\"up\",\"comment\":\"To the point.\"}")
public record Feedback(
    @Schema(required = true) Rating rating,
    @Schema(maxLength = 2_000, implementation = String.class) Optional<String> comment) {

  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  @JsonCreator
  public Feedback {
    if (rating == null) {
      throw Problem.INVALID_REQUEST.because("The field `rating` is `up` or `down`.");
    }
    comment = comment.map(TextLimit.COMMENT::admit).filter(text -> !text.isEmpty());
  }
}
