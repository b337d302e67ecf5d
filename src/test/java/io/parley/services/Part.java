package io.parley.services;

/// One of the servers that [Services] can start.
public enum Part {
  KAFKA("Kafka"),
  POSTGRESQL("PostgreSQL"),
  REDIS("Redis");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  /// The server's own name, for people.
  public String title() {
    return title;
  }
}
