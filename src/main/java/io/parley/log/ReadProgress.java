package io.parley.log;

import jakarta.enterprise.context.ApplicationScoped;

/// How far this node has read each topic.
@ApplicationScoped
class ReadProgress {
  private final TopicProgress log = new TopicProgress();
  private final TopicProgress live = new TopicProgress();

  TopicProgress log() {
    return log;
  }

  TopicProgress live() {
    return live;
  }
}
