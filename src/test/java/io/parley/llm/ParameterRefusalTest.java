package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.Lesson.Kind;
import io.parley.platform.Json;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How providers word it that a model does not take a part of a request.
class ParameterRefusalTest {
  private static final String EVERYTHING =
      """
      {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}],
       "temperature":0.3,"top_p":0.9,"max_tokens":100,"stop":["END"],"seed":7,"user":"u1",
       "reasoning_effort":"medium","presence_penalty":0.5,"parallel_tool_calls":false,
       "stream":true,"stream_options":{"include_usage":true}}\
      """;

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of(
            "max_tokens",
            openai(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                    + " 'max_completion_tokens' instead.",
                "max_tokens",
                "unsupported_parameter")),
        Arguments.of(
            "temperature",
            openai(
                "Unsupported value: 'temperature' does not support 0.3 with this model. Only the"
                    + " default (1) value is supported.",
                "temperature",
                "unsupported_value")),
        Arguments.of(
            "parallel_tool_calls",
            openai(
                "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.",
                "parallel_tool_calls",
                "unsupported_parameter")),
        Arguments.of(
            "reasoning_effort", openai("Unknown parameter: 'reasoning_effort'.", null, null)),
        Arguments.of(
            "stream_options",
            openai("Unrecognized request argument supplied: stream_options", null, null)),
        Arguments.of("user", openai("Unrecognized request argument supplied: user", null, null)),
        Arguments.of(
            "stream_options",
            """
            {"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],
              "msg":"Extra inputs are not permitted","input":{"include_usage":true}}]}\
            """),
        Arguments.of(
            "seed",
            """
            {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],
              "msg":"Extra inputs are not permitted","input":{"temperature":1,"top_p":1}}]},
             "type":"invalid_request_error"}\
            """),
        Arguments.of(
            "stream_options",
            """
            {"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', \
            'stream_options'), 'msg': 'Extra inputs are not permitted', 'input': {'seed': 1}}]",
             "type":"BadRequestError","param":null,"code":400}\
            """),
        Arguments.of("stream_options", groq("property 'stream_options' is unsupported")),
        Arguments.of(
            "reasoning_effort", groq("`reasoning_effort` is not supported with this model")),
        Arguments.of(
            "temperature",
            """
            {"type":"error","error":{"type":"invalid_request_error",
              "message":"temperature: Extra inputs are not permitted"}}\
            """),
        Arguments.of("temperature", groq("`temperature` is deprecated for this model.")),
        Arguments.of(
            "seed",
            """
            [{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \\"seed\\": \
            Cannot find field.","status":"INVALID_ARGUMENT"}}]\
            """),
        Arguments.of(
            "seed",
            groq(
                "Failed to deserialize the JSON body into the target type: unknown field `seed`,"
                    + " expected one of `messages`, `model`, `temperature`, `top_p`, `stop`")),
        Arguments.of(
            "presence_penalty", groq("Argument not supported on this model: presencePenalty")),
        Arguments.of("stop", groq("Model grok-4 does not support parameter stop.")),
        Arguments.of("reasoning_effort", groq("\"llama3\" does not support thinking")),
        Arguments.of(
            "top_p",
            groq(
                "litellm.UnsupportedParamsError: azure does not support parameters: ['top_p'], for"
                    + " model=o1. To drop these, set `litellm.drop_params=True`")),
        Arguments.of(
            "seed", groq("Malformed input request: #: extraneous key [seed] is not permitted")),
        Arguments.of("stop", "{\"detail\":\"Unsupported parameter(s): `stop`\"}"),
        Arguments.of("max_tokens", "Unsupported parameter: max_tokens"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void theParameterThatIsRefusedIsFoundAndNoOther(String parameter, String error) {
    assertEquals(List.of(Lesson.omit(parameter)), lessons(error, EVERYTHING));
    assertEquals(
        List.of(), lessons(error, EVERYTHING.replace('"' + parameter + '"', "\"another\"")));
  }

  @Test
  void severalThatAreRefusedAtOnceAreAllFound() {
    assertEquals(
        List.of(Lesson.omit("seed"), Lesson.omit("stream_options")),
        lessons(
            openai("Unrecognized request arguments supplied: seed, stream_options", null, null),
            EVERYTHING));
  }

  @Test
  void anEffortThatIsRefusedIsNotTheParameter() {
    Lesson medium = Lesson.omit("reasoning_effort=medium");
    assertEquals(
        List.of(medium),
        lessons(
            openai(
                "Unsupported value: 'reasoning_effort' does not support 'medium' with this model."
                    + " Supported values are: 'high'.",
                "reasoning_effort",
                "unsupported_value"),
            EVERYTHING));
    assertEquals(
        List.of(medium),
        lessons(groq("`reasoning_effort` must be one of `none` or `default`"), EVERYTHING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
        "System role not supported",
        "This model does not support system messages.",
        "Developer instruction is not enabled for models/gemma-3-27b-it",
        "Unexpected role \"system\". The Messages API accepts a top-level `system` parameter.",
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "Only user and assistant roles are supported!",
        "messages[0].role: unknown variant `system`, expected one of `user`, `assistant`",
        "'system' role is not supported by this model",
        "The system prompt is not allowed for this model",
        "invalid role: system is not supported"
      })
  void aSystemMessageThatIsRefusedIsFound(String words) {
    assertEquals(
        List.of(Lesson.of(Kind.NO_SYSTEM)), lessons(openai(words, null, null), EVERYTHING));
    assertEquals(
        List.of(),
        lessons(openai(words, null, null), EVERYTHING.replace("\"system\"", "\"user\"")));
  }

  @Test
  void developersGoByTheirOlderNameWhereThatIsKnown() {
    String developer = EVERYTHING.replace("\"system\"", "\"developer\"");
    assertEquals(
        List.of(Lesson.of(Kind.NO_DEVELOPER)),
        lessons(
            groq(
                "messages[0].role: unknown variant `developer`, expected one of `system`, `user`,"
                    + " `assistant`, `tool`"),
            developer));
    assertEquals(
        List.of(Lesson.of(Kind.NO_SYSTEM)),
        lessons(groq("Developer instruction is not enabled for models/gemma-3"), developer));
  }

  @Test
  void turnsThatAreOutOfOrderSayNothingAboutSystemMessages() {
    String twice =
        "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\"},"
            + "{\"role\":\"user\",\"content\":\"b\"}]}";
    assertEquals(
        List.of(), lessons(groq("Conversation roles must alternate user/assistant"), twice));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.ollama.ai/library/gemma:latest does not support tools",
        "`tool calling` is not supported with this model",
        "Function calling is not enabled for models/gemma-3",
        "No endpoints found that support tool use.",
        "\\\"auto\\\" tool choice requires --enable-auto-tool-choice to be set",
        "deepseek-reasoner does not support Function Calling"
      })
  void aModelWithoutToolsIsFound(String words) {
    String tools = "{\"messages\":[],\"tools\":[{\"type\":\"function\"}],\"seed\":1}";
    assertEquals(List.of(Lesson.of(Kind.NO_TOOLS)), lessons(groq(words), tools));
    assertEquals(List.of(), lessons(groq(words), "{\"messages\":[],\"seed\":1}"));
  }

  @Test
  void aModelThatSeesNothingIsFound() {
    String picture =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]}";
    for (String words :
        List.of(
            "No endpoints found that support image input",
            "This model does not support image inputs",
            "m is not a multimodal model and cannot accept images")) {
      assertEquals(List.of(Lesson.of(Kind.NO_VISION)), lessons(groq(words), picture), words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3.",
        "temperature: Input should be less than or equal to 1",
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens.",
        "Unsupported region",
        "You are not allowed to sample from this model",
        "Your organization must be verified to stream this model.",
        "The model `m` is not supported.",
        "Unexpected end of JSON input",
        "Bad request"
      })
  void whatIsWrongWithAValueOrAltogetherTeachesNothing(String words) {
    assertEquals(List.of(), lessons(openai(words, null, null), EVERYTHING));
  }

  @Test
  void aValueThatNobodyTakesTeachesNothingAboutTheModel() {
    String error = openai("'temperature' is not supported", "temperature", "unsupported_value");
    for (String value : List.of("\"hot\"", "17", "null", "{}", "-1")) {
      assertEquals(List.of(), lessons(error, EVERYTHING.replace("0.3", value)), value);
    }
    String limit = openai("Unsupported value: 'max_tokens'", "max_tokens", "unsupported_value");
    assertEquals(List.of(), lessons(limit, EVERYTHING.replace("100", "-5")));
  }

  @Test
  void whatTheErrorRepeatsOfTheRequestIsNotItsReason() {
    String error =
        """
        {"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not \
        permitted","input":{"temperature":0.3,"stop":["END"]},"ctx":{"top_p":1}}]}\
        """;
    assertEquals(List.of(Lesson.omit("seed")), lessons(error, EVERYTHING));
  }

  @Test
  void aParameterWithAWrongValueIsNamed() {
    assertEquals(
        List.of("temperature"),
        ParameterRefusal.named(groq("temperature: range: 0..1"), tree(EVERYTHING)));
  }

  private static List<Lesson> lessons(String error, String request) {
    return ParameterRefusal.lessons(error, tree(request));
  }

  private static ObjectNode tree(String json) {
    try {
      return Json.MAPPER.readValue(json, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static String openai(String message, @Nullable String param, @Nullable String code) {
    ObjectNode error = Json.MAPPER.createObjectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", "invalid_request_error")
        .put("param", param)
        .put("code", code);
    return Json.write(error);
  }

  private static String groq(String message) {
    ObjectNode error = Json.MAPPER.createObjectNode();
    error.putObject("error").put("message", message).put("type", "invalid_request_error");
    return Json.write(error);
  }
}
