package io.parley.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.platform.Ids;
import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.ParleyNode;
import io.parley.testing.TestBed;
import io.parley.transfer.ExportImportIT;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Links through which everybody can read a conversation, over REST.
class ShareIT {
  private static final ParleyNode PARLEY = TestBed.node();

  private final ApiClient ada = ApiClient.guest(PARLEY, "ada");
  private final ApiClient nobody = ApiClient.nobody(PARLEY);

  @Test
  void everybodyWithTheLinkReadsWhatWasSaidUntilItWasMade() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(4));
    JsonNode share = shared(id, Map.of());
    String token = share.path("token").asText();
    assertEquals(22, token.length());
    assertTrue(share.path("url").asText().endsWith("/shared/" + token), share.toString());
    assertEquals(4, share.path("messages").asInt());

    post(id, "later", Map.of());
    awaitItems(token, 4);
    ApiClient.Answer answer = nobody.get("/api/shares/" + token);
    assertEquals("noindex, nofollow", answer.header("X-Robots-Tag").orElseThrow());
    assertTrue(answer.header("Cache-Control").orElseThrow().contains("no-store"));
    assertEquals("Soil & seeds", answer.body().path("title").asText());
    assertEquals("Question 0 👋", answer.body().at("/items/0/content").asText());
    assertFalse(answer.body().at("/items/1").has("usage"));
    assertFalse(answer.response().body().contains("Be brief."));
    assertFalse(answer.response().body().contains("later"));
  }

  @Test
  void onlyTheBranchThatIsShownIsShared() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(2));
    String first = nthMessage(id, 0);
    post(id, "a better beginning", Map.of("parent_id", id));
    String token = shared(id, Map.of()).path("token").asText();
    awaitItems(token, 1);
    assertFalse(nobody.get("/api/shares/" + token).response().body().contains("Question 0"));
    String other = shared(id, Map.of("message_id", first)).path("token").asText();
    assertEquals(List.of("Question 0 👋"), contents(other));
  }

  @Test
  void pagesAreReadFromTheEndAndHoldEachMessageOnce() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(9));
    String token = shared(id, Map.of()).path("token").asText();
    awaitItems(token, 9);
    List<String> read = new ArrayList<>();
    String before = "";
    do {
      JsonNode page = nobody.get("/api/shares/" + token + "?limit=4" + before).body();
      List<String> texts = contents(page);
      read.addAll(0, texts);
      before = page.has("next") ? "&before=" + page.path("next").asText() : "";
    } while (!before.isEmpty());
    assertEquals(contents(token), read);
  }

  @Test
  void whatIsRemovedDisappearsAndWhatIsErasedIsGone() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(3));
    String token = shared(id, Map.of()).path("token").asText();
    awaitItems(token, 3);
    ApiClient operator = ApiClient.with(PARLEY, TestBed.ADMIN_TOKEN);
    assertEquals(204, operator.delete("/api/messages/" + nthMessage(id, 1)).status());
    awaitItems(token, 2);
    assertEquals(204, ada.delete("/api/conversations/" + id).status());
    assertEquals(404, nobody.get("/api/shares/" + token).status());
  }

  @Test
  void itsOwnerEndsItByItsTokenOrItsIdAndNobodyElseDoes() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(1));
    String first = shared(id, Map.of()).path("token").asText();
    String second = shared(id, Map.of()).path("token").asText();
    assertNotEquals(first, second);
    ApiClient eve = ApiClient.guest(PARLEY, "eve");
    assertEquals(404, eve.delete("/api/shares/" + first).status());
    assertEquals(404, eve.get("/api/conversations/" + id + "/shares").status());
    assertEquals(401, nobody.delete("/api/shares/" + first).status());

    ApiClient.Answer list = ada.get("/api/conversations/" + id + "/shares");
    assertEquals(2, list.body().path("items").size());
    assertFalse(list.response().body().contains(first));
    String newest = list.body().at("/items/0/id").asText();
    assertEquals(204, ada.delete("/api/shares/" + newest).status());
    assertEquals(404, nobody.get("/api/shares/" + second).status());
    assertEquals(204, ada.delete("/api/shares/" + first).status());
    assertEquals(404, nobody.get("/api/shares/" + first).status());
    assertEquals(404, ada.delete("/api/shares/" + first).status());
  }

  @Test
  void whoMayNotSeeItCannotShareItAndNothingIsNotShared() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(1));
    String path = "/api/conversations/" + id + "/shares";
    assertEquals(404, ApiClient.guest(PARLEY, "eve").post(path, Map.of()).status());
    assertEquals(401, nobody.post(path, Map.of()).status());
    assertEquals(404, ada.post(path, Map.of("message_id", Ids.next().toString())).status());
    String empty = ada.post("/api/conversations", Map.of()).body().path("id").asText();
    assertEquals(400, ada.post("/api/conversations/" + empty + "/shares", Map.of()).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "a.b",
        "'--",
        "0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11"
      })
  void thereIsNoSuchShare(String token) {
    assertEquals(404, nobody.get("/api/shares/" + token).status());
    assertEquals(404, ada.delete("/api/shares/" + token).status());
  }

  @Test
  void anInvalidCursorIsRejected() {
    String id = ExportImportIT.imported(ada, ExportImportIT.document(1));
    String token = shared(id, Map.of()).path("token").asText();
    assertEquals(400, nobody.get("/api/shares/" + token + "?before=x").status());
    assertEquals(400, nobody.get("/api/shares/" + token + "?limit=0").status());
    assertEquals(200, nobody.get("/api/shares/" + token + "?before=999999999").status());
  }

  private JsonNode shared(String id, Map<String, String> moment) {
    ApiClient.Answer answer = ada.post("/api/conversations/" + id + "/shares", moment);
    assertEquals(201, answer.status(), answer.response().body());
    return answer.body();
  }

  private void awaitItems(String token, int count) {
    Await.until("the share shows " + count + " messages", () -> contents(token).size() == count);
  }

  private List<String> contents(String token) {
    return contents(nobody.get("/api/shares/" + token).body());
  }

  private static List<String> contents(JsonNode page) {
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .map(message -> message.path("content").asText())
        .toList();
  }

  private String nthMessage(String id, int index) {
    return ada.get("/api/conversations/" + id + "/messages")
        .body()
        .at("/items/" + index + "/id")
        .asText();
  }

  private void post(String id, String text, Map<String, Object> more) {
    Map<String, Object> message = new HashMap<>(more);
    message.put("message", text);
    message.put("reply", false);
    assertEquals(200, ada.post("/api/conversations/" + id + "/messages", message).status());
  }
}
