package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.llm.RelayCall;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What the caller is told of a chat completion: the completion itself, or something that is made
/// of it.
interface Telling {
  /// Reads a provider's stream for the caller.
  interface Stream extends RelayCall.Reader, AutoCloseable {
    @Override
    void close();
  }

  /// Takes the chunks of one attempt to answer, one after the other. Nothing is sent before the
  /// model has begun to answer.
  interface Chunks {
    /// @throws IOException if nobody wants the rest, or it cannot be taken: [TooLong]
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

  /// One attempt of a model to answer in a stream.
  Chunks chunks();

  /// The answer in one piece.
  ///
  /// @param completion OpenAI's chat completion object
  /// @throws OpenAiError if it is none
  ObjectNode whole(ObjectNode completion);

  /// The same as a provider sent it, but with our name for the model.
  ///
  /// @throws OpenAiError if it is no chat completion
  default byte[] whole(byte[] completion, Relay relay) {
    return Json.write(whole(ChunkRelay.object(completion, relay))).getBytes(StandardCharsets.UTF_8);
  }

  /// Sends what a provider has answered in one piece.
  ///
  /// @throws IOException if nobody wants it
  /// @throws OpenAiError if it is no chat completion
  default void send(WholeAnswer answer, ModelId model, Relay relay, Exchange exchange)
      throws IOException {
    exchange.answer(whole(answer.as(model), relay));
  }

  /// The way of a provider's stream to the caller.
  ///
  /// @param choices how many the caller wants
  Stream stream(Relay relay, ModelId model, int choices);
}
