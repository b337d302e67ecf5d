package io.parley.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.transfer.LeftOut.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One part of another product's message, as it is read: what it is, its type says, which may stand
/// behind its text.
final class ForeignPart {
  @Nullable String type;
  @Nullable String language;
  @Nullable String text;

  /// Whether it has parts of its own.
  boolean nested;

  void takeThought(String thought) {
    text = ForeignText.join(text == null ? "" : text, thought);
  }

  void takeText(boolean wanted, JsonParser json) throws IOException {
    if (wanted && json.currentToken() == JsonToken.VALUE_STRING) {
      text = json.getText();
    } else {
      json.skipChildren();
    }
  }

  /// Puts it into its message, or among what is left out of it.
  ///
  /// @param otherwise what it is if its type says nothing
  void addTo(ForeignMessage message, Kind otherwise) {
    switch (type) {
      case "text", "input_text", "output_text", "multimodal_text", "audio_transcription" -> {
        if (text != null) {
          message.part(text);
        }
      }
      case "code" -> {
        if (text != null && !message.toTool) {
          message.part("```\n" + text + "\n```");
        }
      }
      case "think", "thinking", "thoughts", "reasoning" -> {
        if (text == null) {
          message.leftOut.add(Kind.THINKING);
        } else {
          message.thought(text);
        }
      }
      // It says only for how long the model thought.
      case "reasoning_recap" -> {}
      case "user_editable_context", "model_editable_context" -> {
        message.hidden = true;
        message.leftOut.add(Kind.INSTRUCTIONS);
      }
      case null -> {
        if (text == null) {
          leaveOut(message, otherwise);
        } else {
          message.part(text);
        }
      }
      default -> leaveOut(message, otherwise);
    }
  }

  private void leaveOut(ForeignMessage message, Kind otherwise) {
    switch (type) {
      case "image", "image_url", "image_file", "input_image", "image_asset_pointer" ->
          message.leftOut.add(Kind.PICTURES);
      case "audio",
          "input_audio",
          "audio_asset_pointer",
          "real_time_user_audio_video_asset_pointer",
          "video_container_asset_pointer" ->
          message.leftOut.add(Kind.RECORDINGS);
      case "tool_call",
          "tool_use",
          "tool_result",
          "execution_output",
          "computer_output",
          "tether_quote",
          "tether_browsing_display" ->
          message.leftOut.add(Kind.TOOL_CALLS);
      case "file", "input_file" -> message.leftOut.add(Kind.FILES);
      case null, default -> {
        if (!nested) {
          message.leftOut.add(otherwise);
        }
      }
    }
  }
}
