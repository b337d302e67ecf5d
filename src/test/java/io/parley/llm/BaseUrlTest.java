package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/v1, https://a.example/v1",
    "https://a.example/v1///, https://a.example/v1",
    "HTTPS://a.example/v1/, https://a.example/v1",
    "https://a.example, https://a.example",
    "https://a.example/v1#x, https://a.example/v1",
    "https://a.example/v1/chat/completions, https://a.example/v1",
    "https://a.example/v1/chat/completions/?b=1, https://a.example/v1?b=1",
    "https://a.example/v1/models, https://a.example/v1",
    "https://[::1]:8080/v1, https://[::1]:8080/v1",
    "https://a.example/%7Eme/v1?k=%2F&l=?, https://a.example/%7Eme/v1?k=%2F&l=?",
    "https://a.example/openai/deployments/gpt?api-version=1,"
        + " https://a.example/openai/deployments/gpt?api-version=1"
  })
  void anAddressIsWhatRequestsNeed(String written, String expected) {
    assertEquals(expected, BaseUrl.of(written).url().toString());
  }

  @Test
  void aUserAndAPasswordAreSentAndNotKeptInTheAddress() {
    BaseUrl url = BaseUrl.of("https://me:p%40ss@a.example/v1");
    assertEquals("https://a.example/v1", url.url().toString());
    assertEquals(Optional.of("Basic bWU6cEBzcw=="), url.authorization());
    assertFalse(url.remarks().toString().contains("ss"), url.remarks().toString());
  }

  @Test
  void whatIsLeftOutIsSaid() {
    assertEquals(List.of(), BaseUrl.of("https://a.example/v1/").remarks());
    assertEquals(1, BaseUrl.of("https://a.example/v1#x").remarks().size());
    assertEquals(1, BaseUrl.of("https://a.example/v1/chat/completions").remarks().size());
  }

  @ParameterizedTest
  @CsvSource({
    "http://a b/v1, space",
    "a.example/v1, http://",
    "localhost:11434, http://",
    "ftp://a.example/v1, http://",
    "http:///v1, http://",
    "http://my_host:8000/v1, hyphens",
    "http://a.example:99999/v1, 65535",
    "http://a.example:x/v1, number",
    "http://a.example/{x}, not an address"
  })
  void anInvalidAddressIsRejectedWithItsReason(String written, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BaseUrl.of(written)).getMessage();
    assertTrue(String.valueOf(message).contains(reason), message);
  }

  @Test
  void anAddressOfAzureNamesItsModel() {
    assertEquals(
        Optional.of("my-gpt"),
        BaseUrl.of("https://r.openai.azure.com/openai/deployments/my-gpt?api-version=1")
            .deployment());
    assertEquals(Optional.empty(), BaseUrl.of("https://r.openai.azure.com/openai/v1").deployment());
  }

  @Test
  void aQueryStaysBehindThePathOfEachRequest() {
    Endpoint endpoint =
        new Endpoint(
            "az",
            URI.create("https://r.example/openai/deployments/d/?api-version=2024-10-21&x=%2F"),
            Optional.empty(),
            Map.of(),
            List.of());
    for (String call : List.of("chat/completions", "models", "embeddings")) {
      assertEquals(
          "https://r.example/openai/deployments/d/" + call + "?api-version=2024-10-21&x=%2F",
          endpoint.request(call).build().uri().toString());
    }
  }
}
