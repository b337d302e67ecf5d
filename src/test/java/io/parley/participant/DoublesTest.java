package io.parley.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DoublesTest {
  private static final String START = "01890a5d-ac96-774b-bcce-b302099a";

  private final Doubles doubles = new Doubles();

  @Test
  void nobodyHasATagWhoIsAloneWithAName() {
    doubles.add(START + "8057", "Ada");
    doubles.add(START + "8057", "Ada");
    doubles.add(START + "8058", "Grace");

    assertEquals("", doubles.tagOf(START + "8057", "Ada"));
    assertEquals("", doubles.tagOf(START + "8059", "Hedy"));
  }

  @Test
  void twoWhoseNamesLookTheSameAreToldApart() {
    doubles.add(START + "8057", "Ada");
    doubles.add(START + "8a3f", "\u0410\u0501\u0430");

    assertEquals("#057", doubles.tagOf(START + "8057", "Ada"));
    assertEquals("#a3f", doubles.tagOf(START + "8a3f", "\u0410\u0501\u0430"));
  }

  @Test
  void tagsAreLongerWhereTheyWouldBeTheSame() {
    doubles.add(START + "1a3f", "Ada");
    doubles.add(START + "2a3f", "Ada");

    assertEquals("#1a3f", doubles.tagOf(START + "1a3f", "Ada"));
    assertEquals("#2a3f", doubles.tagOf(START + "2a3f", "Ada"));
  }
}
