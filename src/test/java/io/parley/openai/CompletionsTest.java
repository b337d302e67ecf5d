package io.parley.openai;

import static io.parley.openai.ResponseInputTest.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In JSON with single quotes.
class CompletionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'model':'a','prompt':'x','max_tokens':5,'n':2,'stop':['y']} |"
            + " {'model':'a','max_tokens':5,'n':2,'stop':['y'],"
            + "'messages':[{'role':'user','content':'x'}]}",
        "{'prompt':['x'],'echo':false,'best_of':1,'suffix':null,'logprobs':null} |"
            + " {'messages':[{'role':'user','content':'x'}]}",
        "{'prompt':'x','stream':true,'stream_options':{'include_usage':true}} |"
            + " {'stream':true,'stream_options':{'include_usage':true},"
            + "'messages':[{'role':'user','content':'x'}]}"
      })
  void aPromptIsAMessageOfAUser(String request, String chat) {
    assertEquals(json(chat), Completions.translated(json(request)));
  }

  @ParameterizedTest
  @CsvSource({
    "{'prompt':'x';'suffix':'y'}, unsupported_parameter",
    "{'prompt':'x';'echo':true}, unsupported_parameter",
    "{'prompt':'x';'logprobs':2}, unsupported_parameter",
    "{'prompt':'x';'best_of':3}, unsupported_parameter",
    "{'prompt':'x';'route':'fallback'}, unsupported_parameter",
    "{'prompt':['x';'y']}, unsupported_parameter",
    "{'prompt':[[1;2]]}, unsupported_parameter",
    "{'prompt':''}, invalid_request",
    "{}, invalid_request"
  })
  void whatAChatCompletionDoesNotHaveIsRefused(String request, String code) {
    OpenAiError error =
        assertThrows(
            OpenAiError.class, () -> Completions.translated(json(request.replace(';', ','))));
    assertEquals(code, error.code());
  }
}
