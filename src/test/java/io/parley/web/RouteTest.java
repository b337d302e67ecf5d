package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  @ParameterizedTest
  @CsvSource({
    "'', HOME",
    "/, HOME",
    "/index.xhtml, HOME",
    "/rooms/lobby, ROOMS",
    "/roomsandmore, OTHER",
    "/api/rooms/lobby, API_ROOMS",
    "/api/conversations, API_CONVERSATIONS",
    "/api/conversations/0198/messages, API_CONVERSATIONS",
    "/api/conversations/import, API_IMPORT",
    "/api/conversations/important, API_CONVERSATIONS",
    "/api/never/heard/of, OTHER",
    "/v1/chat/completions, V1_CHAT",
    "/v1/chat, OTHER",
    "/v1/completions, V1_COMPLETIONS",
    "/v1/responses/resp_1/input_items, V1_RESPONSES",
    "/v1/moderations, V1_MODERATIONS",
    "/openai/deployments/test/alpha/chat/completions, AZURE",
    "/v1/models/openai/gpt-4o.mini, V1_MODELS",
    "/css/parley.css, ASSETS",
    "/shared/a.b, SHARED",
    "/whatever a stranger writes, OTHER"
  })
  void anAddressIsOneOfFewRoutes(String path, Route route) {
    assertEquals(route, Route.of(path));
  }
}
