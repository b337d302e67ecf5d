package io.parley.services;

import java.util.Map;

/// Who may talk to the broker and its controller: one user with a password (SASL/PLAIN).
record KafkaAccess(String password) {
  static final String PROTOCOL = "SASL_PLAINTEXT";
  static final String MECHANISM = "PLAIN";
  private static final String USER = "parley";

  static KafkaAccess of(Directories directories) {
    return new KafkaAccess(directories.password("kafka").readOrMake());
  }

  /// What the broker's configuration needs for a listener, as its server and as its client: the
  /// broker logs in to its own controller.
  Map<String, String> ofListener(String name) {
    return Map.of(
        "listener.name.%s.plain.sasl.jaas.config".formatted(name),
        login(" user_%s=\"%s\"".formatted(USER, password)));
  }

  /// What a client's configuration needs.
  Map<String, String> ofClient() {
    return Map.of(
        "security.protocol", PROTOCOL, "sasl.mechanism", MECHANISM, "sasl.jaas.config", login(""));
  }

  private String login(String acceptedUsers) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
        .formatted(USER, password, acceptedUsers);
  }

  @Override
  public String toString() {
    return "KafkaAccess[" + USER + "]";
  }
}
