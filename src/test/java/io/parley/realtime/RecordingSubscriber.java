package io.parley.realtime;

import java.util.ArrayList;
import java.util.List;

/// Remembers, event by event, what it was handed.
final class RecordingSubscriber implements Subscriber {
  final ConnectionId id = ConnectionId.next();
  final List<String> seen = new ArrayList<>();
  final List<Batch> batches = new ArrayList<>();
  boolean keepsUp = true;

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public void start(Frame state) {
    seen.add(state.text());
  }

  @Override
  public boolean deliver(Batch batch) {
    batches.add(batch);
    batch.events().forEach(event -> seen.add(event.json()));
    return keepsUp;
  }
}
