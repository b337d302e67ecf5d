package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.parley.transfer.ForeignMessage.Role;
import io.parley.transfer.LeftOut.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each field in the forms that products write, and in invalid forms. In the JSON of these tests,
/// `'` stands for `"`.
class ForeignFieldsTest {
  private final ForeignConversation conversation = new ForeignConversation();
  private final ForeignMessage message = new ForeignMessage(null, null);

  @ParameterizedTest
  @ValueSource(strings = {"parent", "parentId", "parentMessageId"})
  void theParentHasThreeNames(String name) throws IOException {
    read("{'%s':'a'}".formatted(name));
    assertEquals(Optional.of("a"), message.parentId());
  }

  @Test
  void theFirstIdAndTheFirstModelStay() throws IOException {
    read("{'id':'a','messageId':'b','model':'m','modelName':'n','metadata':{'model_slug':'o'}}");
    assertEquals("a", message.id);
    assertEquals("m", message.model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'role':'user'}|USER|false",
        "{'role':'human'}|USER|false",
        "{'role':'assistant'}|ASSISTANT|false",
        "{'role':'model'}|ASSISTANT|false",
        "{'role':'ai'}|ASSISTANT|false",
        "{'role':'tool'}|OTHER|false",
        "{'role':'USER'}|OTHER|false",
        "{'role':null}|OTHER|false",
        "{'role':['user']}|OTHER|false",
        "{'role':'system'}|OTHER|true",
        "{'role':'developer'}|OTHER|true",
        "{'author':'user'}|USER|false",
        "{'author':{'name':'x','role':'assistant','metadata':{'role':'user'}}}|ASSISTANT|false",
        "{'author':['user']}|OTHER|false",
        "{'isCreatedByUser':true}|USER|false",
        "{'isCreatedByUser':false}|ASSISTANT|false",
        "{'isCreatedByUser':{'a':true}}|ASSISTANT|false"
      })
  void theRoleHasManySpellings(String json, Role role, boolean system) throws IOException {
    read(json);
    assertEquals(role, message.role);
    assertEquals(system, message.system);
  }

  @Test
  void isCreatedByUserMeansLibreChatUnlessTheSourceIsKnown() throws IOException {
    read("{'isCreatedByUser':true}");
    assertEquals(ForeignConversation.Source.LIBRECHAT, conversation.source);
    conversation.source = ForeignConversation.Source.CHATGPT;
    read("{'isCreatedByUser':true}");
    assertEquals(ForeignConversation.Source.CHATGPT, conversation.source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'content':'Hello'}",
        "{'content':['Hello']}",
        "{'content':[{'type':'text','text':'Hello'}]}",
        "{'content':[{'text':{'value':'Hello','kind':'x'},'type':'text'}]}",
        "{'content':{'content_type':'text','parts':['Hello']}}",
        "{'content':{'content_type':'multimodal_text','parts':[{'text':'Hello'},' ']}}",
        "{'text':'Hello'}",
        "{'text':'Hello','content':null}",
        "{'content':['Hello'],'text':'the same in one piece'}",
        "{'text':'the same in one piece','content':['Hello']}",
        "{'content':'Hello','text':'another'}",
        "{'content':' ','text':'Hello'}",
        "{'message':{'content':'Hello','message':{'content':'of nobody'}}}"
      })
  void aTextIsReadInAllItsForms(String json) throws IOException {
    read(json);
    assertEquals("Hello", message.text());
    assertEquals(Map.of(), message.leftOut.counts());
  }

  @Test
  void partsAreSeparatedByABlankLine() throws IOException {
    read("{'content':['one','',{'type':'code','text':'two'},{'text':'three'}]}");
    assertEquals("one\n\n```\ntwo\n```\n\nthree", message.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'reasoning':'plan'}",
        "{'reasoning_content':'plan'}",
        "{'content':[{'type':'think','think':'plan'}]}",
        "{'content':[{'type':'thinking','thinking':{'value':'plan'}}]}",
        "{'content':{'content_type':'thoughts','thoughts':[{'summary':'','content':'plan'}]}}"
      })
  void thinkingIsKeptApartFromTheText(String json) throws IOException {
    read(json);
    assertEquals("plan", message.thoughts());
    assertEquals("", message.text());
  }

  @Test
  void eachThoughtKeepsItsHeading() throws IOException {
    read(
        "{'content':{'content_type':'thoughts','thoughts':["
            + "{'summary':'First','content':'a','chunks':['x']},"
            + "{'summary':'Second','content':['b']},{},7]}}");
    assertEquals("First\n\na\n\nSecond", message.thoughts());
  }

  @Test
  void thinkingWithoutTextIsCounted() throws IOException {
    read("{'content':[{'type':'thinking'},{'type':'reasoning_recap','content':'9 s'}]}");
    assertEquals(Map.of(Kind.THINKING, 1), message.leftOut.counts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'content':[{'type':'image_url','image_url':{'text':'x'}}]}|PICTURES|1",
        "{'content':[{'content_type':'audio_asset_pointer'}]}|RECORDINGS|1",
        "{'content':[{'type':'tool_call','text':'x'}]}|TOOL_CALLS|1",
        "{'content':[{'type':'hologram'},7,null,[8]]}|UNKNOWN|4",
        "{'content':{'content_type':'execution_output','text':'x'}}|TOOL_CALLS|1",
        "{'files':[{'type':'image'},{'name':'a.pdf'},'b.pdf']}|FILES|2",
        "{'attachments':[{}]}|FILES|1",
        "{'sources':[{'type':'url'},{}]}|REFERENCES|2",
        "{'citations':['x']}|REFERENCES|1",
        "{'tool_calls':[{'type':'function'}]}|TOOL_CALLS|1",
        "{'plugins':[{}]}|TOOL_CALLS|1"
      })
  void unsupportedPartsAreCountedByKind(String json, Kind kind, int count) throws IOException {
    read(json);
    assertEquals(count, message.leftOut.counts().get(kind), message.leftOut.counts()::toString);
    assertEquals("", message.text());
  }

  /// The parts of such a part are its content.
  @Test
  void anUnknownPartWithPartsIsNotCounted() throws IOException {
    read("{'content':{'content_type':'new_text','parts':['Hello']}}");
    assertEquals("Hello", message.text());
    assertEquals(Map.of(), message.leftOut.counts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'create_time':1718000000.5}|2024-06-10T06:13:20.500Z",
        "{'timestamp':1718000000}|2024-06-10T06:13:20Z",
        "{'timestamp':1718000000123}|2024-06-10T06:13:20.123Z",
        "{'createdAt':'2024-06-10T06:13:20Z'}|2024-06-10T06:13:20Z",
        "{'created_at':-1}|1969-12-31T23:59:59Z"
      })
  void timesAreSecondsMillisecondsOrIso8601(String json, Instant at) throws IOException {
    read(json);
    assertEquals(at, message.at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'yesterday'", "''", "{'$date':1}", "[1]", "true", "null"})
  void anInvalidTimeIsIgnored(String value) throws IOException {
    read("{'create_time':" + value + ",'text':'still read'}");
    assertNull(message.at);
    assertEquals("still read", message.text());
  }

  @Test
  void codeForAToolIsNotShown() throws IOException {
    read("{'recipient':'python','content':{'content_type':'code','text':'1+1'}}");
    assertTrue(message.toTool);
    assertEquals("", message.text());
    read("{'recipient':'all'}");
    assertFalse(message.toTool);
    read("{'recipient':null}");
    assertFalse(message.toTool);
  }

  @Test
  void flagsAreSetOnlyByTrue() throws IOException {
    read("{'unfinished':'yes','metadata':{'is_visually_hidden_from_conversation':{'a':true}}}");
    assertFalse(message.unfinished);
    assertFalse(message.hidden);
    read("{'unfinished':true,'metadata':{'is_visually_hidden_from_conversation':true}}");
    assertTrue(message.unfinished);
    assertTrue(message.hidden);
    read("{'metadata':{'is_visually_hidden_from_conversation':false}}");
    assertTrue(message.hidden, "what was hidden once stays hidden");
  }

  /// ChatGPT keeps a person's instructions among the messages.
  @Test
  void customInstructionsAreHiddenAndCounted() throws IOException {
    read("{'content':{'content_type':'user_editable_context','user_profile':'I am Ada'}}");
    assertTrue(message.hidden);
    assertEquals(Map.of(Kind.INSTRUCTIONS, 1), message.leftOut.counts());
  }

  /// Otherwise a part of the value would be taken for the next field.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "parent",
        "message",
        "author",
        "role",
        "isCreatedByUser",
        "content",
        "text",
        "reasoning",
        "model",
        "metadata",
        "create_time",
        "recipient",
        "unfinished",
        "files",
        "sources",
        "tool_calls",
        "anything"
      })
  void everyValueIsConsumedToItsEnd(String name) throws IOException {
    for (String value :
        new String[] {
          "null",
          "true",
          "7",
          "'x'",
          "[]",
          "{}",
          "[[1,{'a':[2]}],{'parts':{'parts':[[3]]}},{'text':{'value':[4]}},{'thoughts':{'a':[5]}}]",
          "{'role':{'a':[1]},'parts':[{'parts':7,'text':[8]}],'thoughts':[[9],{'summary':{}}]}"
        }) {
      ForeignMessage each = new ForeignMessage(null, null);
      read(each, "{'%s':%s,'modelName':'the next one'}".formatted(name, value));
      assertTrue(
          "the next one".equals(each.model) || (name.equals("model") && "x".equals(each.model)),
          () -> name + " " + value + " left " + each.model);
    }
  }

  private void read(String json) throws IOException {
    read(message, json);
  }

  /// Reads the fields of an object, and expects nothing behind it.
  private void read(ForeignMessage into, String object) throws IOException {
    try (JsonParser json = ForeignReader.FACTORY.createParser(object.replace('\'', '"'))) {
      ForeignFields fields = new ForeignFields(json, conversation, into);
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        fields.read(name, json.nextToken());
      }
      assertEquals(JsonToken.END_OBJECT, json.currentToken());
      assertNull(json.nextToken());
    }
  }
}
