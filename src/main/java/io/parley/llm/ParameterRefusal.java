package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.Lesson.Kind;
import io.parley.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads from an error which part of a request a model refuses. There is no common form: OpenAI has
/// `param` and `code`, Mistral and vLLM a list of locations, others a sentence, and several quote
/// the request or list what they would take instead, which must not be mistaken for what they
/// refuse. Only what the request held is looked for.
final class ParameterRefusal {
  /// What a request works without, if perhaps differently. Whoever asks for tools, a schema,
  /// several answers or probabilities has no use for an answer without them: these are never left
  /// out.
  static final List<String> HINTS =
      List.of(
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "presence_penalty",
          "frequency_penalty",
          "repetition_penalty",
          "logit_bias",
          "seed",
          "random_seed",
          "stop",
          "max_tokens",
          "max_completion_tokens",
          "reasoning_effort",
          "reasoning",
          "verbosity",
          "stream_options",
          "parallel_tool_calls",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "store",
          "metadata",
          "user");

  /// Plain words: they count where they are given as a name.
  private static final Set<String> WORDS =
      Set.of("stop", "user", "store", "metadata", "reasoning", "verbosity");

  private static final int LONGEST = 4_000;

  private static final Set<String> TELLING =
      Set.of(
          "code",
          "type",
          "message",
          "msg",
          "detail",
          "details",
          "title",
          "status",
          "error",
          "errors",
          "param",
          "loc",
          "description",
          "field",
          "property",
          "reason");

  private static final Pattern UNSUPPORTED =
      Pattern.compile(
          "unsupported|(not|n't|cannot|can not) (be )?(support|accept|allow|enable|permit|recogni[sz]"
              + "|avail|compatib|know|implement|understood|used|use )"
              + "|unrecogni[sz]ed|unknown|unexpected|extra_forbidden|value_error\\.extra"
              + "|extra (inputs?|fields?|keys?|parameters?)|extraneous|deprecated|no longer"
              + "|cannot find field|additional propert|only the default|incompatible"
              + "|requires --enable|invalid (parameter|field|argument)s?\\b|no endpoints found that");

  /// What follows lists what would be taken.
  private static final Pattern TAKEN =
      Pattern.compile(
          "expected one of|, expected|(supported|allowed|valid|permitted|accepted|available)"
              + " (values|parameters|fields|arguments|keys|options|properties)\\b"
              + "|must be one of|please use|\\buse ['\"`]|instead");

  private static final Pattern SYSTEM =
      Pattern.compile(
          "(system|developer)['\"`]? ?(role|message|prompt|instruction)s?\\b|role['\"`:]* ?['\"`:]*"
              + "(system|developer)|does not support ['\"`](system|developer)"
              + "|(variant|value|role)s?:? ['\"`]*(system|developer)"
              + "|\\brole.{0,60}['\"`](system|developer)['\"`]");
  private static final Pattern OTHER_ROLES =
      Pattern.compile("only user(,| and) (assistant|model)|roles must alternate");
  private static final Pattern TOOLS =
      Pattern.compile(
          "support(s|ed|ing)?( for)? (the )?(tool|function)|(tool|function)(s|[ -]?(use|call(s|ing)?"
              + "|choice))['\"`]? (is|are) (not|un)|(tool|function)s?[ -]?(choice|call(s|ing)?) requires"
              + "|unsupported (param|parameter|field)s?:? ['\"`]?(tools|functions)"
              + "|(property|parameter|field|argument)s? ['\"`]?(tools|functions)\\b");
  private static final Pattern VISION = Pattern.compile("image|vision|multi-?modal|picture|visual");

  private final String param;
  private final String words;
  private final ObjectNode sent;

  private ParameterRefusal(String param, String words, ObjectNode sent) {
    this.param = param;
    this.words = words;
    this.sent = sent;
  }

  /// What the error teaches about the model; nothing if it refuses no part of the request, or one
  /// whose value would be refused anywhere.
  static List<Lesson> lessons(String error, ObjectNode sent) {
    return read(error, sent).lessons();
  }

  /// The parameters of the request that the error names, refused or wrong.
  static List<String> named(String error, ObjectNode sent) {
    return read(error, sent).named();
  }

  private static ParameterRefusal read(String error, ObjectNode sent) {
    StringBuilder words = new StringBuilder();
    String param = "";
    try {
      JsonNode root = Json.MAPPER.readTree(error);
      JsonNode first = root.isArray() && root.size() == 1 ? root.get(0) : root;
      collect(first, words);
      param = first.path("error").path("param").asText(first.path("param").asText(""));
    } catch (JsonProcessingException e) {
      words.append(error);
    }
    String text = words.substring(0, Math.min(words.length(), LONGEST)).toLowerCase(Locale.ROOT);
    return new ParameterRefusal(
        param.equals("null") ? "" : param.toLowerCase(Locale.ROOT), text, sent);
  }

  /// The texts of an error, without what it repeats of the request.
  private static void collect(JsonNode node, StringBuilder words) {
    if (node.isObject()) {
      for (var field : node.properties()) {
        if (TELLING.contains(field.getKey()) && words.length() < LONGEST) {
          collect(field.getValue(), words);
        }
      }
    } else if (node.isArray()) {
      for (JsonNode item : node) {
        collect(item, words);
      }
    } else if (!node.isNull()) {
      words.append(node.asText().replaceAll("['\"]input['\"]:.*", "")).append("\n");
    }
  }

  private List<Lesson> lessons() {
    boolean unsupported = UNSUPPORTED.matcher(words).find();
    Optional<Lesson> role = role(unsupported);
    if (role.isPresent()) {
      return List.of(role.get());
    }
    List<Lesson> lessons = new ArrayList<>();
    for (String name : named()) {
      boolean wrongEffort = name.equals("reasoning_effort") && !unsupported;
      if ((unsupported || wrongEffort) && PlausibleValue.of(name, sent.path(name))) {
        lessons.add(lesson(name));
      }
    }
    return lessons.isEmpty() && unsupported ? incapable() : lessons;
  }

  private Lesson lesson(String name) {
    boolean value =
        name.equals("reasoning_effort")
            && (TAKEN.matcher(words).find() || !UNSUPPORTED.matcher(words).find());
    return Lesson.omit(value ? name + "=" + sent.path(name).asText() : name);
  }

  private Optional<Lesson> role(boolean unsupported) {
    boolean system = hasRole("system");
    boolean developer = hasRole("developer");
    if (!system && !developer) {
      return Optional.empty();
    }
    if (OTHER_ROLES.matcher(words).find()) {
      return takesTurns() ? Optional.of(Lesson.of(Kind.NO_SYSTEM)) : Optional.empty();
    }
    if (!unsupported || !SYSTEM.matcher(taught()).find()) {
      return Optional.empty();
    }
    boolean developerOnly = developer && !system && taught().contains("developer");
    boolean knowsSystem = !developerOnly || !words.contains("developer instruction");
    return Optional.of(
        Lesson.of(developerOnly && knowsSystem ? Kind.NO_DEVELOPER : Kind.NO_SYSTEM));
  }

  private boolean hasRole(String role) {
    for (JsonNode message : sent.path("messages")) {
      if (message.path("role").asText().equals(role)) {
        return true;
      }
    }
    return false;
  }

  /// Whether, but for a system message at the beginning, users and assistants take turns: where
  /// they do not, it is that which is refused.
  private boolean takesTurns() {
    String expected = "user";
    for (JsonNode message : sent.path("messages")) {
      if (!SystemMessages.isSystem(message)) {
        if (!message.path("role").asText().equals(expected)) {
          return false;
        }
        expected = expected.equals("user") ? "assistant" : "user";
      } else if (!expected.equals("user")) {
        return false;
      }
    }
    return true;
  }

  private List<Lesson> incapable() {
    boolean tools = !sent.path("tools").isEmpty() || !sent.path("functions").isEmpty();
    if (tools && TOOLS.matcher(words).find()) {
      return List.of(Lesson.of(Kind.NO_TOOLS));
    }
    boolean pictures =
        sent.path("messages").findValues("type").stream()
            .anyMatch(type -> type.asText().contains("image"));
    return pictures && VISION.matcher(words).find()
        ? List.of(Lesson.of(Kind.NO_VISION))
        : List.of();
  }

  private List<String> named() {
    Optional<String> given =
        HINTS.stream().filter(name -> sent.has(name) && isCalled(param, name)).findFirst();
    if (given.isPresent()) {
      return List.of(given.get());
    }
    String text = taught();
    List<String> named =
        HINTS.stream().filter(name -> sent.has(name) && names(text, name)).toList();
    boolean thinks = sent.has("reasoning_effort") && text.contains("support thinking");
    return named.isEmpty() && thinks ? List.of("reasoning_effort") : named;
  }

  /// What is said up to where they say what they would take.
  private String taught() {
    var taken = TAKEN.matcher(words);
    return taken.find() ? words.substring(0, taken.start()) : words;
  }

  private static boolean isCalled(String text, String name) {
    return text.equals(name) || text.equals(name.replace("_", "")) || text.equals("body." + name);
  }

  /// Names come as they are, or as `presencePenalty`.
  private static boolean names(String text, String name) {
    String form = name + (name.contains("_") ? "|" + name.replace("_", "") : "");
    String pattern =
        WORDS.contains(name)
            ? "['\"`]("
                + form
                + ")['\"`]|(^|\\n|body\\.)("
                + form
                + ")(\\n|:|$)"
                + "|(parameter|field|argument|property|name|key|supplied|keyword|supports?)s?:? \\[?("
                + form
                + ")\\b"
            : "(?<![a-z0-9_])(" + form + ")(?![a-z0-9_])";
    return Pattern.compile(pattern).matcher(text).find();
  }
}
