package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {
  @Test
  void fieldsOfTheAddressComeBeforeThoseOfTheBody() {
    Form form = Form.parse("a=1&b", "a=caf%C3%A9+x&&c==");
    assertEquals(List.of("1", "café x"), form.fields().get("a"));
    assertEquals(List.of(""), form.fields().get("b"));
    assertEquals(List.of("="), form.fields().get("c"));
  }

  @Test
  void aBrokenEscapeIsTheClientsFault() {
    for (String text : List.of("a=%", "%zz=1", "a=%2")) {
      ProblemException refusal = assertThrows(ProblemException.class, () -> Form.parse(text), text);
      assertEquals(Problem.INVALID_REQUEST, refusal.problem());
    }
    String many = "a&".repeat(1_001);
    assertThrows(ProblemException.class, () -> Form.parse(many));
  }

  @Test
  void aParameterOfFacesIsRecognisedInAnySpelling() {
    assertTrue(Form.parse("jakarta.faces.ViewState=rO0AB").isForFaces());
    assertTrue(Form.parse("x=1&jakarta%2Efaces.ViewState=").isForFaces());
    assertTrue(Form.parse("javax.faces.partial.ajax=true").isForFaces());
    assertFalse(Form.parse("name=jakarta.faces.ViewState").isForFaces());
  }
}
