package io.parley.log;

/// The three ways out of this node.
record Senders(Sender durable, Sender live, Sender dead) implements AutoCloseable {
  static Senders to(LogConfig config, KafkaClients clients) {
    return new Senders(
        new Sender(
            clients::durable,
            config.sendTimeout(),
            new Outage("Appending to " + config.logTopic())),
        new Sender(
            clients::live, config.sendTimeout(), new Outage("Publishing to " + config.liveTopic())),
        new Sender(
            clients::dead, config.sendTimeout(), new Outage("Writing to " + config.deadTopic())));
  }

  @Override
  public void close() {
    durable.close();
    live.close();
    dead.close();
  }
}
