package io.parley.platform;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/// The REST API. Its resources live with their features and are found there; its errors are those
/// of [ApiProblems].
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Parley",
            version = "1",
            description =
                """
                Private conversations with language models, and live rooms for people and models. \
                Times are RFC 3339 in UTC, ids are UUIDs, and positions are opaque. Ignore fields \
                that you do not know. Live events come over the room socket, `/ws/rooms/{name}`, \
                and over event streams, `/api/conversations/{id}/stream`.\
                """,
            license = @License(name = "Apache-2.0")),
    components =
        @Components(
            securitySchemes = {
              @SecurityScheme(
                  securitySchemeName = "guest",
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  description = "A guest's token from `POST /api/guests`"),
              @SecurityScheme(
                  securitySchemeName = "cookie",
                  type = SecuritySchemeType.APIKEY,
                  in = SecuritySchemeIn.COOKIE,
                  apiKeyName = "parley_guest",
                  description = "What a browser gets with its first page"),
              @SecurityScheme(
                  securitySchemeName = "operator",
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  description = "The operator token")
            }))
public class Api extends Application {}
