package io.parley.openai;

import static io.parley.openai.ResponseInputTest.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In JSON with single quotes.
class ResponseSettingsTest {
  private static final String WEATHER = "{'type':'function','name':'weather','strict':null}";
  private static final String TIME = "{'type':'function','name':'time','description':'d'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'model':'a/b','input':'x'} | {}",
        "{'temperature':0.5,'top_p':null,'user':'u'} | {'temperature':0.5,'user':'u'}",
        "{'max_output_tokens':7} | {'max_tokens':7}",
        "{'reasoning':{'effort':'low','summary':'auto'}} | {'reasoning_effort':'low'}",
        "{'reasoning':{'effort':null}} | {}",
        "{'text':{'verbosity':'low','format':{'type':'text'}}} | {'verbosity':'low'}",
        "{'text':{'format':{'type':'json_object'}}} | {'response_format':{'type':'json_object'}}",
        "{'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},"
            + "'strict':true,'description':null}}} | {'response_format':{'type':'json_schema',"
            + "'json_schema':{'name':'n','schema':{'type':'object'},'strict':true}}}",
        "{'include':['message.output_text.logprobs']} | {'logprobs':true}",
        "{'include':['reasoning.encrypted_content']} | {}",
        "{'top_logprobs':3} | {'logprobs':true,'top_logprobs':3}",
        "{'stream':true} | {'stream':true,'stream_options':{'include_usage':true}}",
        "{'stream':false,'background':false,'store':true} | {'stream':false}",
        "{'metadata':{'a':'b'},'truncation':'auto','max_tool_calls':3} | {}",
        "{'tools':[],'tool_choice':'auto','parallel_tool_calls':true} | {}",
        "{'tools':["
            + WEATHER
            + "],'tool_choice':'required','parallel_tool_calls':false} | {'tool_choice':'required',"
            + "'tools':[{'type':'function','function':{'name':'weather'}}],"
            + "'parallel_tool_calls':false}",
        "{'tools':["
            + TIME
            + "],'tool_choice':{'type':'function','name':'time'}} | {'tool_choice':"
            + "{'type':'function','function':{'name':'time'}},'tools':"
            + "[{'type':'function','function':{'name':'time','description':'d'}}]}",
        "{'tools':["
            + WEATHER
            + ","
            + TIME
            + "],'tool_choice':{'type':'allowed_tools','mode':'auto','tools':"
            + "[{'type':'function','name':'weather'}]}} | {'tool_choice':'auto','tools':"
            + "[{'type':'function','function':{'name':'weather'}}]}"
      })
  void aChatCompletionIsAskedForTheSame(String request, String chat) {
    assertEquals(json(chat), ResponseSettings.translated(json(request)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'background':true} | background",
        "{'conversation':'c'} | conversation",
        "{'prompt':{'id':'p'}} | prompt",
        "{'moderation':{}} | moderation",
        "{'something':1} | something",
        "{'models':['a']} | models",
        "{'tools':[{'type':'web_search'}]} | tools",
        "{'tools':[{'type':'mcp','server_label':'x'}]} | tools",
        "{'tools':[{'type':'custom','name':'x'}]} | tools",
        "{'tool_choice':{'type':'file_search'}} | tool_choice",
        "{'text':{'format':{'type':'grammar'}}} | text.format",
        "{'text':{'tone':'x'}} | text.tone",
        "{'reasoning':{'mode':'pro'}} | reasoning.mode",
        "{'include':['x']} | include",
        "{'stream':true,'stream_options':{'include_obfuscation':true}} |"
            + " stream_options.include_obfuscation",
        "{'max_output_tokens':0} | max_output_tokens",
        "{'max_output_tokens':'x'} | max_output_tokens",
        "{'metadata':{'a':1}} | metadata",
        "{'truncation':'some'} | truncation",
        "{'tool_choice':'any'} | tool_choice",
        "{'reasoning':'high'} | reasoning"
      })
  void anUnsupportedFieldIsRejectedByItsName(String request, String param) {
    OpenAiError error =
        assertThrows(OpenAiError.class, () -> ResponseSettings.translated(json(request)));
    assertEquals(400, error.status());
    assertEquals(
        param,
        V1Client.parse(new String(error.body(), StandardCharsets.UTF_8))
            .at("/error/param")
            .asText());
  }
}
