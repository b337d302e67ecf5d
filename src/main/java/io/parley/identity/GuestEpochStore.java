package io.parley.identity;

import io.parley.participant.ParticipantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/// Guests' epochs in PostgreSQL, which gives them by its own clock.
@ApplicationScoped
public class GuestEpochStore {
  @Resource(lookup = "jdbc/parley")
  DataSource dataSource;

  private OffsetDateTime read = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /// The guest's next epoch. It is not lower than the time in seconds: so it also exceeds one that
  /// was forgotten.
  long raise(ParticipantId guest) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement forget =
            connection.prepareStatement(
                "delete from guest_epoch where changed_at < now() - interval '366 days'");
        PreparedStatement raise =
            connection.prepareStatement(
                """
                insert into guest_epoch (guest_id, epoch, changed_at)
                values (?, extract(epoch from clock_timestamp())::bigint, clock_timestamp())
                on conflict (guest_id) do update set
                  epoch = greatest(guest_epoch.epoch + 1, excluded.epoch),
                  changed_at = excluded.changed_at
                returning epoch\
                """)) {
      forget.executeUpdate();
      raise.setObject(1, guest.value());
      try (ResultSet row = raise.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /// What has changed since this was asked last; the first time, everything. A change that is
  /// committed up to ten seconds after its time is not missed.
  synchronized Map<ParticipantId, Long> changed() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                """
                select guest_id, epoch, changed_at from guest_epoch
                where changed_at > ?::timestamptz - interval '10 seconds'\
                """)) {
      query.setObject(1, read);
      try (ResultSet rows = query.executeQuery()) {
        Map<ParticipantId, Long> changed = new HashMap<>();
        OffsetDateTime latest = read;
        while (rows.next()) {
          changed.put(
              new ParticipantId(rows.getObject("guest_id", UUID.class)), rows.getLong("epoch"));
          OffsetDateTime at = rows.getObject("changed_at", OffsetDateTime.class);
          latest = at.isAfter(latest) ? at : latest;
        }
        read = latest;
        return changed;
      }
    }
  }
}
