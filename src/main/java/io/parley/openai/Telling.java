package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import java.io.IOException;

/// What the caller is told of a chat completion: the completion itself, or something that is made
/// of it.
interface Telling {
  /// Takes the chunks of one answer, one after the other, from the first in which the model says
  /// something.
  interface Chunks {
    /// @throws TooLong if the answer is longer than this server takes
    /// @throws IOException if nobody wants the rest
    void chunk(JsonNode chunk) throws IOException;

    /// The answer is complete.
    ///
    /// @throws IOException if nobody wants it
    void end() throws IOException;
  }

  /// An answer is longer than this server takes.
  final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// For a stream of one model's chunks.
  Chunks chunks();

  /// The answer in one piece.
  ///
  /// @param completion OpenAI's chat completion object
  ObjectNode whole(ObjectNode completion);

  /// Where what a provider sends goes to, in one piece or streamed.
  Outlet outlet(Relay relay, ModelId model);
}
