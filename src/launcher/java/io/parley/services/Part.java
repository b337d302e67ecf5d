package io.parley.services;

/// One of the servers that [Services] can start.
public enum Part {
  KAFKA("Kafka", "PARLEY_KAFKA_BOOTSTRAP_SERVERS"),
  POSTGRESQL("PostgreSQL", "PARLEY_DATABASE_URL"),
  REDIS("Redis", "PARLEY_REDIS_URL");

  private final String title;
  private final String setting;

  Part(String title, String setting) {
    this.title = title;
    this.setting = setting;
  }

  /// The server's own name, for people.
  public String title() {
    return title;
  }

  /// The environment variable that tells Parley where it is.
  public String setting() {
    return setting;
  }
}
