package io.parley.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.parley.live.ConversationView;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The first conversation that an import has made, and a report if another product has written the
/// file.
@Schema(name = "Import", allOf = ConversationView.class)
record ImportView(
    @Schema(hidden = true) @JsonUnwrapped ConversationView conversation,
    @JsonProperty("import") @Schema(name = "import", implementation = ImportReport.class)
        Optional<ImportReport> report) {}
