package io.parley.api;

import io.parley.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/// Adds to each operation of the API's description what it is refused with ([Refuses]). The build
/// asks for it (build/pom.xml), no server does: the annotations are read from the class files
/// beside this one, without loading what they belong to.
public class ApiRefusals implements OASFilter {
  private static final String OPERATION = Operation.class.descriptorString();
  private static final String REFUSES = Refuses.class.descriptorString();

  private final Map<String, List<Problem>> byOperation = new HashMap<>();

  public ApiRefusals() {
    try (Stream<Path> files = Files.walk(classes())) {
      for (Path file : files.filter(it -> it.toString().endsWith("Resource.class")).toList()) {
        read(ClassFile.of().parse(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The classes of the API cannot be read", e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(ApiRefusals.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class comes from a folder", e);
    }
  }

  private void read(ClassModel resource) {
    for (MethodModel method : resource.methods()) {
      Optional<RuntimeVisibleAnnotationsAttribute> annotations =
          method.findAttribute(Attributes.runtimeVisibleAnnotations());
      Optional<String> operation =
          annotations
              .flatMap(all -> value(all, OPERATION, "operationId"))
              .map(id -> ((AnnotationValue.OfString) id).stringValue());
      Optional<AnnotationValue> problems = annotations.flatMap(all -> value(all, REFUSES, "value"));
      if (problems.isPresent()) {
        byOperation.put(
            operation.orElseThrow(() ->
                new IllegalStateException(
                    "%s.%s has no operationId"
                        .formatted(
                            resource.thisClass().name(), method.methodName().stringValue()))),
            ((AnnotationValue.OfArray) problems.get())
                .values().stream()
                    .map(one -> ((AnnotationValue.OfEnum) one).constantName().stringValue())
                    .map(Problem::valueOf)
                    .toList());
      }
    }
  }

  private static Optional<AnnotationValue> value(
      RuntimeVisibleAnnotationsAttribute annotations, String type, String element) {
    return annotations.annotations().stream()
        .filter(annotation -> annotation.className().equalsString(type))
        .map(Annotation::elements)
        .flatMap(List::stream)
        .filter(found -> found.name().equalsString(element))
        .map(AnnotationElement::value)
        .findFirst();
  }

  @Override
  public org.eclipse.microprofile.openapi.models.Operation filterOperation(
      org.eclipse.microprofile.openapi.models.Operation operation) {
    APIResponses responses = operation.getResponses();
    for (Problem problem : byOperation.getOrDefault(operation.getOperationId(), List.of())) {
      responses.addAPIResponse(
          Integer.toString(problem.status()), OASFactory.createAPIResponse().ref(problem.code()));
    }
    return operation;
  }
}
