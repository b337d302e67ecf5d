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
  /// The file's name in the data directory.
  static final String ADMIN_TOKEN = "admin-token";

  static LocalSettings in(Path dataDirectory) {
    return new LocalSettings(
        new SecretFile(dataDirectory.resolve("guest-secret")).readOrMake(),
        new SecretFile(dataDirectory.resolve(ADMIN_TOKEN)).readOrMake());
  }

  Map<String, String> environment() {
    return Map.of("PARLEY_GUEST_SECRET", guestSecret, "PARLEY_ADMIN_TOKEN", adminToken);
  }

  @Override
  public String toString() {
    return "LocalSettings[secret]";
  }
}
