package io.parley.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A conversation of another product's export while it is being read.
final class ForeignConversation {
  /// The products whose exports are known, by what only their files hold.
  enum Source {
    CHATGPT("openai"),
    OPEN_WEBUI("open-webui"),
    LIBRECHAT("librechat");

    private final String provider;

    Source(String provider) {
      this.provider = provider;
    }

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Before a model's name that has no provider.
    String provider() {
      return provider;
    }
  }

  final List<ForeignMessage> messages = new ArrayList<>();

  /// By a message's id, what names it as a child: for those that name no parent themselves.
  final Map<String, ForeignMessage> above = new HashMap<>();

  @Nullable Source source;
  @Nullable String title;
  @Nullable String current;
  @Nullable String model;
  @Nullable String endpoint;
  @Nullable String instructions;
  @Nullable Instant at;

  /// Why it cannot be imported.
  @Nullable String problem;

  /// Characters of text so far.
  long length;
}
