package io.parley.realtime;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloseCodeTest {

  @Test
  void theCodesAndWhetherToReturnAreThoseOfTheProtocol() {
    Map<Integer, Boolean> codes =
        Arrays.stream(CloseCode.values()).collect(toMap(CloseCode::wire, CloseCode::mayReturn));

    assertEquals(
        Map.of(
            1001, true, 1012, true, 4008, true, 4010, true, 4029, true, 1003, false, 1008, false,
            1009, false, 4003, false),
        codes);
  }
}
