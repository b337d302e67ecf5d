package io.parley.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An exported conversation, as `docs/protocol.md` describes it ("Export").
record ExportDocument(
    String format,
    int version,
    Optional<Instant> exportedAt,
    ExportHead conversation,
    List<ExportedMessage> messages) {
  static final String FORMAT = "parley.conversation";
  static final int VERSION = 1;
}
