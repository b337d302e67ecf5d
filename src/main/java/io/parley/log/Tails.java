package io.parley.log;

import jakarta.enterprise.context.ApplicationScoped;

/// How far this node has read each topic.
@ApplicationScoped
class Tails {
  private final Tail log = new Tail();
  private final Tail live = new Tail();

  Tail log() {
    return log;
  }

  Tail live() {
    return live;
  }
}
