package io.parley.openai;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The way to a caller: for an answer in one piece, or for a stream. Its methods block.
interface Outlet {
  /// Writes to the caller.
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /// Says, before anything else, which parameters of the request the model refuses, and answers
  /// without.
  default void omit(List<String> parameters) {}

  /// The whole answer.
  ///
  /// @param length in bytes
  /// @throws IOException if the caller has left
  void answer(int length, Writing json) throws IOException;

  /// Events of a stream.
  ///
  /// @throws IOException if the caller has left
  void send(Writing events) throws IOException;

  /// A comment of a stream: the answer may take long. From here on the status is 200, and another
  /// model can still be asked.
  ///
  /// @throws IOException if the caller has left
  void keepAlive(Writing comment) throws IOException;
}
