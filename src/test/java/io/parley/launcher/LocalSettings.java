package io.parley.launcher;

import io.parley.services.SecretFile;
import java.nio.file.Path;
import java.util.Map;

/// The secrets of this machine's Parley: made at the first start and kept with the data, so that
/// guests stay who they are across restarts.
///
/// @param guestSecret signs the guests' cookies
/// @param adminToken for the operator's REST calls
record LocalSettings(String guestSecret, String adminToken) {
  static LocalSettings in(Path dataDirectory) {
    return new LocalSettings(
        new SecretFile(dataDirectory.resolve("guest-secret")).readOrMake(),
        new SecretFile(dataDirectory.resolve("admin-token")).readOrMake());
  }

  Map<String, String> environment() {
    return Map.of("PARLEY_GUEST_SECRET", guestSecret, "PARLEY_ADMIN_TOKEN", adminToken);
  }

  @Override
  public String toString() {
    return "LocalSettings[secret]";
  }
}
