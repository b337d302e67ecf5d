package io.parley.room;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.parley.conversation.Conversation;
import io.parley.conversation.Text;
import io.parley.platform.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a room is opened with.
@Schema(
    name = "NewRoom",
    examples =
        """
        {"name":"gardening","topic":"Soil, seeds and slugs","answers":"mentions"}\
        """)
public record NewRoom(
    @Schema(description = "Its address", pattern = "[a-z0-9-]{1,40}", required = true) String name,
    @Schema(description = "What it is about", maxLength = 500, implementation = String.class)
        Optional<String> topic,
    @Schema(
            description = "Answers where a message names no other model; the server's by default",
            implementation = String.class)
        Optional<String> defaultModel,
    @Schema(
            description = "Which messages are answered: `all`, or those that mention the model",
            implementation = String.class,
            enumeration = {"all", "mentions"},
            defaultValue = "all")
        Optional<Conversation.Answers> answers) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  @JsonCreator
  public NewRoom {
    if (name == null || !isName(name)) {
      throw Problem.INVALID_REQUEST.because(
          "A room's name is 1 to 40 lower-case letters, digits and hyphens.");
    }
    topic = topic.map(Text.TOPIC::admit).filter(text -> !text.isEmpty());
  }
}
