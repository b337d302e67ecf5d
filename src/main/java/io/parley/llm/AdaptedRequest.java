package io.parley.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.platform.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One request in the form that its model takes. If the model refuses a part of it all the same,
/// there is another form to try, and what was refused is remembered once that form is accepted: an
/// error that was misread teaches nothing.
///
/// Of one request; not for use by several threads at a time.
final class AdaptedRequest {
  /// A model that refuses more than this in a row is not understood.
  private static final int MOST_LESSONS = 6;

  /// Statuses with which a part of a request is refused; templates that fail are a 500 at some, and
  /// gateways have been seen to answer an error with 200.
  private static final Set<Integer> REFUSALS = Set.of(200, 400, 404, 422, 500, 501);

  private final ModelCapabilities capabilities;
  private final ModelId model;
  private final Dialect provider;
  private final byte[] original;
  private final List<Lesson> lessons = new ArrayList<>();
  private Dialect own;
  private byte[] body;
  private List<String> omitted = List.of();

  AdaptedRequest(ModelCapabilities capabilities, ModelId model, Dialect provider, byte[] original) {
    this.capabilities = capabilities;
    this.model = model;
    this.provider = provider;
    this.original = original;
    this.own = capabilities.dialect(model);
    this.body = original;
    translate();
  }

  ModelId model() {
    return model;
  }

  /// The bytes to send: those that came, where the model takes them as they are.
  byte[] body() {
    return body;
  }

  /// The parameters that were left out.
  List<String> omitted() {
    return omitted;
  }

  /// Learns from an error, which says nothing if it is about something else.
  ///
  /// @return whether the request has another form now, to be sent again
  boolean learn(int status, String error) {
    if (!REFUSALS.contains(status)) {
      return false;
    }
    List<Lesson> news = ParameterRefusal.lessons(error, read(body));
    if (news.stream().anyMatch(lesson -> !lesson.changesRequests())) {
      capabilities.learn(model, news);
      return false;
    }
    byte[] before = body;
    news.stream().map(this::understood).forEach(lessons::add);
    if (news.isEmpty() || lessons.size() > MOST_LESSONS) {
      return false;
    }
    own = capabilities.dialect(model, lessons);
    translate();
    return !Arrays.equals(before, body);
  }

  /// The model took it.
  void accepted() {
    if (!lessons.isEmpty()) {
      capabilities.learn(model, lessons);
    }
  }

  /// The failure with the name of the parameter that is wrong, where the error has it.
  ProviderFailure named(ProviderFailure failure, String error) {
    if (failure.code() != FailureCode.PROVIDER_REJECTED) {
      return failure;
    }
    List<String> names = OmittedParameters.ofPeople(ParameterRefusal.named(error, read(body)));
    return names.isEmpty() ? failure : failure.about(names);
  }

  /// A limit goes by its other name before it is left out.
  private Lesson understood(Lesson lesson) {
    String name = lesson.parameter();
    boolean rename =
        lesson.kind() == Lesson.Kind.OMIT
            && Lesson.isLimit(name)
            && !own.renamed().containsKey(Lesson.otherLimit(name));
    return rename ? new Lesson(Lesson.Kind.RENAME, name) : lesson;
  }

  private void translate() {
    body = original;
    omitted = List.of();
    if (provider.isStandard() && own.isStandard()) {
      return;
    }
    String text = new String(original, StandardCharsets.UTF_8);
    if (!provider.concerns(text) && !own.concerns(text)) {
      return;
    }
    ObjectNode request = read(original);
    Set<String> left = new LinkedHashSet<>(provider.apply(request));
    left.addAll(own.apply(request));
    omitted = List.copyOf(left);
    body = Json.write(request).getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode read(byte[] json) {
    try {
      JsonNode tree = Json.MAPPER.readTree(json);
      return tree instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object", e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }
}
