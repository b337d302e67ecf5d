package io.parley.transfer;

import io.parley.event.ConversationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an import of another product's file has made, and what it could not take over.
///
/// @param source the product
/// @param failed the first conversations that are not imported
/// @param failedCount how many are not imported
@Schema(name = "ImportReport")
public record ImportReport(
    @Schema(enumeration = {"chatgpt", "open_webui", "librechat"}) String source,
    List<Made> conversations,
    @Schema(
            description =
                "How many parts of each kind are not imported: `pictures`, `files`, `recordings`,"
                    + " `tool_calls`, `thinking`, `instructions`, `references`, `shortened`,"
                    + " `detached`, `unknown`")
        Map<String, Integer> leftOut,
    List<Failed> failed,
    int failedCount) {
  public ImportReport {
    conversations = List.copyOf(conversations);
    leftOut = Map.copyOf(leftOut);
    failed = List.copyOf(failed);
  }

  /// A conversation that was made.
  @Schema(name = "ImportedConversation")
  public record Made(ConversationId id, Optional<String> title, int messages) {}

  /// A conversation of the file that was not.
  @Schema(name = "FailedImport")
  public record Failed(Optional<String> title, String detail) {}
}
