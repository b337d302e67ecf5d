package io.parley.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.parley.testing.ApiClient;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The API's description tells the truth, all of it.
class OpenApiIT {
  private static final ParleyNode PARLEY = TestBed.node();
  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("io.parley")
              .stream()
              .toList();

  /// What io.parley.openai's servlet serves.
  private static final List<String> SERVLET_ROUTES =
      List.of(
          "GET /v1/models",
          "GET /v1/models/{id}",
          "POST /v1/chat/completions",
          "POST /v1/completions",
          "POST /v1/responses",
          "GET /v1/responses/{id}",
          "DELETE /v1/responses/{id}",
          "GET /v1/responses/{id}/input_items",
          "POST /v1/moderations",
          "POST /v1/embeddings");

  private static JsonNode document;

  @BeforeAll
  static void readTheDocument() {
    ApiClient.Answer answer = ApiClient.nobody(PARLEY).get("/openapi?format=json");
    assertEquals(200, answer.status());
    document = answer.body();
  }

  @Test
  void everyRouteIsDescribedAndNoOther() {
    Set<String> routes = new TreeSet<>(SERVLET_ROUTES);
    for (JavaClass type : CLASSES) {
      if (type.isAnnotatedWith(Path.class)) {
        routes.addAll(routes(type.reflect()));
      }
    }
    assertTrue(routes.contains("GET /api/rooms/{name}"), routes.toString());
    assertEquals(routes, new TreeSet<>(operations().keySet()));
  }

  @Test
  void everyOperationHasASummaryAndAnId() {
    operations()
        .forEach((route, operation) -> {
          assertFalse(operation.path("summary").asText().isBlank(), route + " has no summary");
          assertFalse(operation.path("operationId").asText().isBlank(), route + " has no id");
        });
  }

  @Test
  void everyAnswerIsDescribedAndEveryRefusalIsAProblem() {
    operations()
        .forEach((route, operation) ->
            operation
                .path("responses")
                .properties()
                .forEach(entry -> {
                  String where = route + " " + entry.getKey();
                  JsonNode response = resolve(entry.getValue());
                  assertFalse(response.path("description").asText().isBlank(), where);
                  if (entry.getKey().startsWith("4") || entry.getKey().startsWith("5")) {
                    if (SERVLET_ROUTES.contains(route)) {
                      assertTrue(
                          response
                              .path("content")
                              .path("application/json")
                              .path("example")
                              .has("error"),
                          where);
                      return;
                    }
                    JsonNode problem = response.path("content").path("application/problem+json");
                    assertTrue(problem.has("example"), where + " has no example");
                    assertEquals(
                        entry.getKey(), problem.path("example").path("status").asText(), where);
                  }
                }));
  }

  @Test
  void everyOperationTellsOfASuccess() {
    operations()
        .forEach((route, operation) ->
            assertTrue(
                operation.path("responses").properties().stream()
                    .anyMatch(response -> response.getKey().startsWith("2")),
                route));
  }

  @Test
  void everyExampleOfABodyIsOne() throws JsonProcessingException {
    int examples = 0;
    for (JavaClass type : CLASSES) {
      if (type.isAnnotatedWith(Schema.class)) {
        Class<?> body = type.reflect();
        for (String example : body.getAnnotation(Schema.class).examples()) {
          assertTrue(body.isInstance(Json.MAPPER.readValue(example, body)), example);
          examples++;
        }
      }
    }
    assertTrue(examples >= 2, "there are examples of bodies");
  }

  @Test
  void everyExampleOfAProblemIsOne() throws JsonProcessingException {
    for (Problem problem : Problem.values()) {
      JsonNode example =
          document
              .at("/components/responses/" + problem.code())
              .at("/content/application~1problem+json/example");
      assertEquals(problem, Json.MAPPER.treeToValue(example, ProblemMapper.Body.class).code());
    }
  }

  @Test
  void everyNameIsInSnakeCase() {
    List<String> others = new ArrayList<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema ->
            schema
                .getValue()
                .path("properties")
                .fieldNames()
                .forEachRemaining(name -> {
                  if (!name.matches("[a-z][a-z0-9_]*")) {
                    others.add(schema.getKey() + "." + name);
                  }
                }));
    assertEquals(List.of(), others);
  }

  @Test
  void idsAndPositionsAreStrings() {
    for (String schema : List.of("ConversationId", "MessageId", "ReplyId", "Position")) {
      JsonNode node = document.at("/components/schemas/" + schema);
      if (!node.isMissingNode()) {
        assertEquals("string", node.path("type").asText(), schema);
      }
    }
  }

  @Test
  void libertysPageForPeopleIsNotThere() throws Exception {
    assertEquals(404, PARLEY.get("/openapi/ui/").statusCode());
  }

  @Test
  void yamlIsWhatIsServedWithoutAWish() throws Exception {
    assertTrue(PARLEY.get("/openapi").body().contains("openapi: 3.1"));
  }

  private static Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new HashMap<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  if (method.getValue().has("responses")) {
                    operations.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue());
                  }
                }));
    return operations;
  }

  private static JsonNode resolve(JsonNode response) {
    return response.has("$ref")
        ? document.at(response.path("$ref").asText().substring(1))
        : response;
  }

  private static Set<String> routes(Class<?> resource) {
    Set<String> routes = new TreeSet<>();
    for (Method method : resource.getDeclaredMethods()) {
      Stream.of(method.getAnnotations())
          .map(Annotation::annotationType)
          .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
          .forEach(annotation -> {
            Path own = method.getAnnotation(Path.class);
            String path =
                "/api/"
                    + strip(resource.getAnnotation(Path.class).value())
                    + (own == null ? "" : "/" + strip(own.value()));
            routes.add(annotation.getAnnotation(HttpMethod.class).value() + " " + path);
          });
    }
    return routes;
  }

  private static String strip(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
