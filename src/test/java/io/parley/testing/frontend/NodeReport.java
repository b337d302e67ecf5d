package io.parley.testing.frontend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// What `node --test --test-reporter=junit` reports, as tests of ours.
final class NodeReport {
  private NodeReport() {}

  static List<DynamicNode> read(String xml) throws IOException {
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
      return children(document.getDocumentElement()).flatMap(NodeReport::node).toList();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a report of Node's:\n" + xml, e);
    }
  }

  private static Stream<DynamicNode> node(Element element) {
    var name = element.getAttribute("name");
    return switch (element.getTagName()) {
      case "testsuite" ->
          Stream.of(
              DynamicContainer.dynamicContainer(name, children(element).flatMap(NodeReport::node)));
      case "testcase" -> Stream.of(DynamicTest.dynamicTest(name, () -> verdict(element)));
      default -> Stream.empty();
    };
  }

  private static void verdict(Element test) {
    children(test)
        .filter(child -> List.of("failure", "error", "skipped").contains(child.getTagName()))
        .findFirst()
        .ifPresent(child ->
            Assertions.fail(
                "%s (%s): %s"
                    .formatted(
                        test.getAttribute("name"),
                        child.getTagName(),
                        child.getTextContent().strip())));
  }

  private static Stream<Element> children(Element parent) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }
}
