package io.parley.room;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.conversation.Conversation;
import io.parley.conversation.TextLimit;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import java.io.UncheckedIOException;
import java.util.Locale;
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
            description = "Model that replies if a message names no other; by default the server's",
            implementation = String.class)
        Optional<String> defaultModel,
    @Schema(
            description =
                "Which messages get a reply: `all`, `mentions` (those that mention a model) or"
                    + " `off` (none). By default all of them while one person is there, and from two"
                    + " people on those that mention a model",
            implementation = String.class,
            enumeration = {"all", "mentions", "off"})
        Optional<Conversation.Answers> answers) {

  private static final int LONGEST_NAME = 40;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-+|-+$");

  static NewRoom of(Conversation room) {
    return new NewRoom(
        room.name().orElseThrow(), room.topic(), room.defaultModel(), room.answers());
  }

  /// This plan with some of it changed, in the manner of RFC 7396: what is null is taken away, what
  /// is not there stays.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  NewRoom with(JsonNode changes) {
    if (!(changes instanceof ObjectNode fields)) {
      throw Problem.INVALID_REQUEST.because("The body must be a JSON object.");
    }
    ObjectNode merged = Json.MAPPER.valueToTree(this);
    merged.setAll(fields);
    try {
      return Json.MAPPER.treeToValue(merged, NewRoom.class);
    } catch (JsonProcessingException e) {
      // the mapper of problems finds the sentence in it
      throw new UncheckedIOException(e);
    }
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// The name that was meant by a text that is none, such as `book-club` by `Book Club`; empty if
  /// nothing of it can be in a name.
  static String nameLike(String text) {
    String like = NO_NAME.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
    String cut = like.substring(0, Math.min(LONGEST_NAME, like.length()));
    return EDGES.matcher(cut).replaceAll("");
  }

  @JsonCreator
  public NewRoom {
    if (name == null || !isName(name)) {
      throw Problem.INVALID_REQUEST.because(
          "A room's name is 1 to 40 lower-case letters, digits and hyphens.");
    }
    topic = topic.map(TextLimit.TOPIC::admit).filter(text -> !text.isEmpty());
  }
}
