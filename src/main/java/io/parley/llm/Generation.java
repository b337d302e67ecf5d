package io.parley.llm;

/// An answer being generated.
///
/// The listener is called on the generation's own virtual thread, one event after the other,
/// perhaps before [Provider#generate] has returned. A listener may block: the provider is then read
/// no faster. A listener that throws gives the generation up: the connection is closed and nothing
/// more is told.
public interface Generation {
  /// Gives the answer up, at any time, also before its first token, from any thread, without
  /// waiting; closes the connection to the provider at once. At most the [GenerationEvent.Text]
  /// that is being delivered at that moment still arrives, then [GenerationEvent.Cancelled]. Does
  /// nothing after the end, or a second time.
  void cancel();
}
