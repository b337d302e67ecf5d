package io.parley.apikey;

import io.parley.participant.ParticipantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keys in PostgreSQL. Plain JDBC: four statements, and the archive's persistence unit is of a
/// package above.
@ApplicationScoped
public class ApiKeyStore {
  @Resource(lookup = "jdbc/parley")
  DataSource dataSource;

  /// All keys by the digests of their secrets.
  public Map<String, ApiKey> all() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select * from api_key order by created_at, id");
        ResultSet rows = query.executeQuery()) {
      Map<String, ApiKey> keys = new HashMap<>();
      while (rows.next()) {
        keys.put(rows.getString("digest"), key(rows));
      }
      return keys;
    }
  }

  public void add(ApiKey key, String digest) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into api_key (id, name, digest, hint, scopes, models, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)\
                """)) {
      insert.setObject(1, key.id().value());
      insert.setString(2, key.name());
      insert.setString(3, digest);
      insert.setString(4, key.hint());
      insert.setArray(5, array(connection, key.scopes().stream().map(ApiKey.Scope::wire)));
      insert.setArray(6, array(connection, key.models().stream()));
      insert.setObject(7, utc(key.createdAt()));
      insert.setObject(8, key.expiresAt().map(ApiKeyStore::utc).orElse(null));
      insert.executeUpdate();
    }
  }

  /// False if there was none.
  public boolean remove(ParticipantId id) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("delete from api_key where id = ?")) {
      delete.setObject(1, id.value());
      return delete.executeUpdate() > 0;
    }
  }

  /// Several nodes tell of the same key: the last use stands.
  public void used(Map<ParticipantId, Instant> uses) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update api_key set last_used_at = greatest(last_used_at, ?) where id = ?")) {
      for (Map.Entry<ParticipantId, Instant> use : uses.entrySet()) {
        update.setObject(1, utc(use.getValue()));
        update.setObject(2, use.getKey().value());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        new ParticipantId(row.getObject("id", UUID.class)),
        row.getString("name"),
        row.getString("hint"),
        texts(row.getArray("scopes")).stream().map(ApiKey.Scope::of).collect(Collectors.toSet()),
        texts(row.getArray("models")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("expires_at", OffsetDateTime.class)),
        instant(row.getObject("last_used_at", OffsetDateTime.class)));
  }

  private static Array array(Connection connection, Stream<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
