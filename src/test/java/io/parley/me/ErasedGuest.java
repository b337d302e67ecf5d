package io.parley.me;

import io.parley.services.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Looks into PostgreSQL for what is left of a guest.
final class ErasedGuest {
  private ErasedGuest() {}

  /// Whether the wish is done, and no table has a row of the guest's.
  static boolean isGone(Services services, String guest, String conversation) {
    try (Connection connection =
            DriverManager.getConnection(
                services.databaseUrl(), services.databaseUser(), services.databasePassword());
        PreparedStatement query =
            connection.prepareStatement(
                """
                select
                  (select count(*) from guest_erasure where guest_id = cast(? as uuid))
                  + (select count(*) from conversation where owner = cast(? as uuid) or id = cast(? as uuid))
                  + (select count(*) from message where author_id = ?)
                  + (select count(*) from share where owner = cast(? as uuid))
                  + (select count(*) from feedback where participant_id = cast(? as uuid))\
                """)) {
      query.setString(1, guest);
      query.setString(2, guest);
      query.setString(3, conversation);
      query.setString(4, guest);
      query.setString(5, guest);
      query.setString(6, guest);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1) == 0;
      }
    } catch (SQLException e) {
      throw new AssertionError("PostgreSQL does not answer", e);
    }
  }
}
