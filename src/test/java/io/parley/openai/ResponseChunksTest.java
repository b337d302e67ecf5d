package io.parley.openai;

import static io.parley.openai.ResponseInputTest.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of what providers really send. In JSON with single quotes.
class ResponseChunksTest {
  private final ResponseDocument document =
      new ResponseDocument("test/alpha", json("{}"), true, Clock.systemUTC());
  private ObjectNode kept = (ObjectNode) json("{}");
  private final ResponseChunks chunks =
      new ResponseChunks(
          document,
          Optional.empty(),
          response -> {
            kept = response;
            return response;
          });

  @Test
  void aStreamAndAWholeAnswerBecomeTheSameOutput() throws IOException {
    delta("{'role':'assistant','content':''}");
    delta("{'reasoning':'Hm','reasoning_content':'Hm'}");
    delta("{'reasoning_content':'.'}");
    delta("{'content':'One'}");
    delta("{'content':' two'}");
    delta("{'tool_calls':[{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}]}");
    finish("tool_calls");
    ObjectNode streamed = kept;
    ObjectNode whole =
        chunksOf()
            .whole(
                json(
                    "{'choices':[{'finish_reason':'tool_calls','message':{'content':'One two',"
                        + "'reasoning_content':'Hm.','tool_calls':[{'id':'c','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]}}]}"));
    assertEquals("completed", whole.path("status").asText());
    assertEquals(withoutIds(whole), withoutIds(streamed));
    assertEquals(3, streamed.path("output").size());
    assertEquals("Hm.", streamed.at("/output/0/summary/0/text").asText());
  }

  /// Some count calls from 0, some do not count, some call each of them 0.
  @ParameterizedTest
  @ValueSource(strings = {"'index':0,|'index':1,", "|", "'index':0,|'index':0,"})
  void howeverAProviderCountsItsCallsTheyAreTwo(String indexes) throws IOException {
    String[] index = indexes.split("\\|", -1);
    delta("{'tool_calls':[{" + index[0] + "'id':'a','function':{'name':'f','arguments':'[]'}}]}");
    delta(
        "{'tool_calls':[{" + index[1] + "'id':'b','function':{'name':'g','arguments':{'y':2}}}]}");
    finish("tool_calls");
    assertEquals(2, kept.path("output").size(), kept.toString());
    assertEquals("a", kept.at("/output/0/call_id").asText());
    assertEquals("g", kept.at("/output/1/name").asText());
    assertEquals("{\"y\":2}", kept.at("/output/1/arguments").asText());
  }

  @Test
  void callsWithoutOrWithTheSameIdGetOneOfTheirOwn() throws IOException {
    delta("{'tool_calls':[{'index':0,'function':{'name':'f'}}]}");
    delta("{'tool_calls':[{'index':1,'id':'','function':{'name':'g','arguments':null}}]}");
    finish("stop");
    String first = kept.at("/output/0/call_id").asText();
    assertTrue(first.startsWith("call_"), first);
    assertNotEquals(first, kept.at("/output/1/call_id").asText());
    assertEquals("{}", kept.at("/output/1/arguments").asText());
  }

  @Test
  void mistralsThoughtsAreReasoning() throws IOException {
    delta("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm.'}]}]}");
    delta("{'content':[{'type':'text','text':'One'}]}");
    delta("{'content':' two'}");
    finish("stop");
    assertEquals("Hm.", kept.at("/output/0/summary/0/text").asText());
    assertEquals("One two", kept.at("/output/1/content/0/text").asText());
  }

  @Test
  void thoughtsBetweenTagsAreReasoning() throws IOException {
    delta("{'content':'<th'}");
    delta("{'content':'ink>Hm.</think>\\n\\nOne'}");
    delta("{'content':' <think> two'}");
    finish("end_turn");
    assertEquals("Hm.", kept.at("/output/0/summary/0/text").asText());
    assertEquals("One <think> two", kept.at("/output/1/content/0/text").asText());
    assertEquals("completed", kept.path("status").asText());
  }

  @Test
  void anAnswerThatLooksLikeATagIsNotLost() throws IOException {
    delta("{'content':'<'}");
    finish("stop");
    assertEquals("<", kept.at("/output/0/content/0/text").asText());
  }

  @Test
  void aRefusalAfterATextIsAPartOfItsOwnAndCitationsBelongToTheText() throws IOException {
    delta(
        "{'content':'One','annotations':[{'type':'url_citation',"
            + "'url_citation':{'url':'https://x','title':'X','start_index':0,'end_index':3}}]}");
    delta("{'refusal':'No.'}");
    finish("stop");
    JsonNode content = kept.at("/output/0/content");
    assertEquals("One", content.at("/0/text").asText());
    assertEquals("https://x", content.at("/0/annotations/0/url").asText());
    assertEquals("No.", content.at("/1/refusal").asText());
  }

  @Test
  void whatIsCutOffIsIncompleteWhateverTheProviderCallsIt() throws IOException {
    delta("{'content':'One'}");
    finish("MAX_TOKENS");
    assertEquals("incomplete", kept.path("status").asText());
    assertEquals("incomplete", kept.at("/output/0/status").asText());
    assertEquals("max_output_tokens", kept.at("/incomplete_details/reason").asText());
  }

  @Test
  void whatFailsHoldsWhatCame() throws IOException {
    delta("{'content':'One'}");
    delta("{'content':' two'}");
    ObjectNode failed = kept;
    chunks.fail(OpenAiError.of(502, OpenAiError.SERVER, "stream_broken", "It broke off."));
    assertEquals(failed, kept, "a failed response is not kept");
    JsonNode output = chunks.output();
    assertEquals("One two", output.at("/0/content/0/text").asText());
    assertEquals("incomplete", output.at("/0/status").asText());
  }

  @Test
  void idsAreDifferentAndFoundAgain() throws IOException {
    delta("{'reasoning':'Hm.','content':'One','tool_calls':[{'id':'c','function':{'name':'f'}}]}");
    finish("stop");
    Set<String> ids = new HashSet<>();
    for (int at = 0; at < kept.path("output").size(); at++) {
      String id = kept.path("output").get(at).path("id").asText();
      ids.add(id);
      ResponseId.Place place = ResponseId.place(id).orElseThrow();
      assertEquals(kept.path("id").asText(), place.response().toString());
      assertEquals(at, place.index());
    }
    assertEquals(3, ids.size());
  }

  @Test
  void anAnswerWithoutEndHasAnEnd() {
    String much = "{'content':'" + "x".repeat(1024 * 1024) + "'}";
    assertThrows(
        Telling.TooLong.class,
        () -> {
          for (int n = 0; n < 5; n++) {
            delta(much);
          }
        });
  }

  private ResponseChunks chunksOf() {
    return new ResponseChunks(document, Optional.empty(), response -> response);
  }

  private void delta(String delta) throws IOException {
    chunks.chunk(json("{'model':'test/alpha','choices':[{'index':0,'delta':" + delta + "}]}"));
  }

  private void finish(String reason) throws IOException {
    chunks.chunk(json("{'choices':[{'delta':{},'finish_reason':'" + reason + "'}]}"));
    chunks.end();
  }

  private static String withoutIds(ObjectNode response) {
    return response.path("output").toString();
  }
}
