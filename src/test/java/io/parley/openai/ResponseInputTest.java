package io.parley.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In JSON with single quotes.
class ResponseInputTest {
  @Test
  void aTextOfOnePartIsATextAndSeveralPartsStayParts() {
    assertEquals(
        json("[{'role':'user','content':'a'},{'role':'user','content':'b'}]"),
        messages(
            "[{'role':'user','content':'a'},"
                + "{'type':'message','role':'user','content':[{'type':'input_text','text':'b'}]}]"));
    assertEquals(
        json(
            "[{'role':'user','content':[{'type':'text','text':'a'},"
                + "{'type':'image_url','image_url':{'url':'https://x/y.png'}},"
                + "{'type':'file','file':{'file_data':'data:x','filename':'f.pdf'}}]}]"),
        messages(
            "[{'role':'user','content':[{'type':'input_text','text':'a'},"
                + "{'type':'input_image','image_url':'https://x/y.png','detail':null},"
                + "{'type':'input_file','file_data':'data:x','filename':'f.pdf'}]}]"));
  }

  @Test
  void whatAModelSaidAndCalledAtOnceIsOneMessage() {
    String call = "{'type':'function_call','call_id':'c%s','name':'f','arguments':'{}'}";
    String said = "{'role':'assistant','content':[{'type':'output_text','text':'Hm.'}]}";
    String result = "{'type':'function_call_output','call_id':'c%s','output':'r'}";
    JsonNode expected =
        json(
            "[{'role':'user','content':'q'},{'role':'assistant','content':'Hm.','tool_calls':["
                + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},"
                + "{'id':'c2','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'r'},"
                + "{'role':'tool','tool_call_id':'c2','content':'r'}]");
    String question = "{'role':'user','content':'q'}";
    String results = result.formatted(1) + "," + result.formatted(2);
    String reasoning = "{'type':'reasoning','id':'rs_1','summary':[]}";
    String first = call.formatted(1);
    String second = call.formatted(2);
    for (String order :
        new String[] {
          said + "," + first + "," + second,
          first + "," + said + "," + second,
          first + "," + second + "," + said,
          reasoning + "," + first + "," + reasoning + "," + said + "," + second
        }) {
      assertEquals(expected, messages("[" + question + "," + order + "," + results + "]"), order);
    }
  }

  @Test
  void callsThatFollowAResultAreAnotherMessage() {
    ArrayNode messages =
        messages(
            "[{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'},"
                + "{'type':'function_call_output','call_id':'c1','output':'r'},"
                + "{'type':'function_call','call_id':'c2','name':'f','arguments':'{}'},"
                + "{'type':'function_call_output','call_id':'c2',"
                + "'output':[{'type':'input_text','text':'s'}]}]");
    assertEquals(4, messages.size());
    assertEquals("s", messages.get(3).path("content").asText());
  }

  @Test
  void refusalsAndDevelopersAreKnown() {
    assertEquals(
        json("[{'role':'system','content':'Be brief.'},{'role':'assistant','content':'No.'}]"),
        messages(
            "[{'role':'developer','content':'Be brief.'},"
                + "{'role':'assistant','content':[{'type':'refusal','refusal':'No.'}]}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'type':'web_search_call'}] | unsupported_parameter",
        "[{'type':'custom_tool_call'}] | unsupported_parameter",
        "[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}] | unsupported_parameter",
        "[{'role':'user','content':[{'type':'input_file','file_url':'f'}]}] | unsupported_parameter",
        "[{'role':'user','content':[{'type':'input_video'}]}] | unsupported_parameter",
        "[{'role':'robot','content':'x'}] | invalid_request",
        "[{'role':'user'}] | invalid_request",
        "[{'type':'function_call','name':'f'}] | invalid_request",
        "[{'type':'function_call_output','output':'x'}] | invalid_request",
        "[] | invalid_request",
        "[{'type':'reasoning','summary':[]}] | invalid_request"
      })
  void whatCannotBeSaidInAChatCompletionIsRefused(String items, String code) {
    assertEquals(code, assertThrows(OpenAiError.class, () -> messages(items)).code());
  }

  @Test
  void instructionsAloneAreNoQuestion() {
    ResponseInput input = new ResponseInput();
    input.instructions(json("'Be brief.'"));
    assertThrows(OpenAiError.class, input::json);
  }

  @Test
  void aShorterConversationKeepsItsInstructionsAndBeginsWithAQuestion() {
    ArrayNode all =
        messages(
            "[{'role':'system','content':'s'},{'role':'user','content':'1'},"
                + "{'role':'assistant','content':'2'},{'role':'user','content':'3'},"
                + "{'role':'assistant','content':'4'},{'role':'user','content':'5'}]");
    ArrayNode half = ResponseInput.shortened(all).orElseThrow();
    assertEquals(
        json(
            "[{'role':'system','content':'s'},{'role':'user','content':'3'},"
                + "{'role':'assistant','content':'4'},{'role':'user','content':'5'}]"),
        half);
    ArrayNode least = ResponseInput.shortened(half).orElseThrow();
    assertEquals(2, least.size());
    assertEquals(Optional.empty(), ResponseInput.shortened(least));
  }

  static JsonNode json(String singleQuoted) {
    return V1Client.parse(singleQuoted.replace('\'', '"'));
  }

  private static ArrayNode messages(String items) {
    ResponseInput input = new ResponseInput();
    input.addAll(json(items), "input");
    return input.json();
  }
}
