package io.parley.chaos;

import io.parley.services.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What PostgreSQL holds, read past the server.
final class Archive {
  private final Services services;

  Archive(Services services) {
    this.services = services;
  }

  /// The ids of a room's messages, in the log's order.
  Set<String> messages(Room room) {
    return new LinkedHashSet<>(statuses(room, "user").keySet());
  }

  /// How a room's replies stand, by their ids.
  Map<String, String> replies(Room room) {
    return statuses(room, "assistant");
  }

  /// Whether a reply to this message has ended.
  boolean answered(String messageId) {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "select 1 from message where parent_id = ? and role = 'assistant'"
                    + " and status <> 'streaming'")) {
      query.setObject(1, UUID.fromString(messageId));
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be asked", e);
    }
  }

  private Map<String, String> statuses(Room room, String role) {
    Map<String, String> found = new LinkedHashMap<>();
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "select id, status from message where conversation_id = ? and role = ?"
                    + " order by epoch_no, log_offset")) {
      query.setObject(1, UUID.fromString(room.id()));
      query.setString(2, role);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be asked", e);
    }
    return found;
  }

  /// Which of these messages are not there, although their conversation is.
  ///
  /// @param posted ids of messages, each with its conversation's
  Set<String> missing(Map<String, String> posted) {
    Set<String> there = existing("select id from message where id = any(?)", posted.keySet());
    Set<String> conversations =
        existing("select id from conversation where id = any(?)", new HashSet<>(posted.values()));
    Set<String> missing = new LinkedHashSet<>();
    posted.forEach((id, conversation) -> {
      if (!there.contains(id) && conversations.contains(conversation.toLowerCase(Locale.ROOT))) {
        missing.add(id);
      }
    });
    return missing;
  }

  private Set<String> existing(String select, Set<String> ids) {
    Set<String> found = new HashSet<>();
    try (Connection connection = connect();
        PreparedStatement query = connection.prepareStatement(select)) {
      query.setArray(
          1, connection.createArrayOf("uuid", ids.stream().map(UUID::fromString).toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be asked", e);
    }
    return found;
  }

  /// All messages and replies of all conversations.
  long rows() {
    try (Connection connection = connect();
        PreparedStatement query = connection.prepareStatement("select count(*) from message");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL could not be asked", e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        services.databaseUrl(), services.databaseUser(), services.databasePassword());
  }
}
