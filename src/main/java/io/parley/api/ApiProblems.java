package io.parley.api;

import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemMapper;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASModelReader;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/// Puts an answer for every [Problem] into the API's description, under its code, to which
/// operations refer ([ApiRefusals]). The build asks for it (build/pom.xml), no server does.
public class ApiProblems implements OASModelReader {
  private static final String SCHEMA = "Problem";

  @Override
  public OpenAPI buildModel() {
    Components components = OASFactory.createComponents().addSchema(SCHEMA, schema());
    for (Problem problem : Problem.values()) {
      components.addResponse(problem.code(), response(problem));
    }
    return OASFactory.createOpenAPI().components(components);
  }

  private static APIResponse response(Problem problem) {
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(problem.title())
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        ProblemMapper.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref(SCHEMA))
                            .example(example(problem))));
    return problem == Problem.RATE_LIMITED
        ? response.addHeader(
            "Retry-After",
            OASFactory.createHeader()
                .description("Time to wait before the next request, in seconds")
                .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)))
        : response;
  }

  private static Object example(Problem problem) {
    return Json.MAPPER.convertValue(
        ProblemMapper.Body.of(problem, "A sentence for people.", "/api/rooms"), Map.class);
  }

  private static Schema schema() {
    Schema code = text("Stable, for programs");
    for (Problem problem : Problem.values()) {
      code.addEnumeration(problem.code());
    }
    return OASFactory.createSchema()
        .addType(SchemaType.OBJECT)
        .description("Why a call was refused (RFC 9457)")
        .addProperty("type", text("`about:blank`"))
        .addProperty("title", text("The kind of problem, for people"))
        .addProperty(
            "status",
            OASFactory.createSchema().addType(SchemaType.INTEGER).description("The HTTP status"))
        .addProperty("detail", text("A sentence for people"))
        .addProperty("code", code)
        .addProperty("instance", text("The path that was asked for"));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
  }
}
