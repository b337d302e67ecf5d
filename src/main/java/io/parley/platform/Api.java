package io.parley.platform;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/// The REST API. Its resources live with their features and are found there.
@ApplicationPath("/api")
public class Api extends Application {}
