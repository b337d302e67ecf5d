package io.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationSettingsTest {
  @Test
  void nothingSaidIsNothingSet() throws JsonProcessingException {
    assertEquals(ConversationSettings.NONE, read("{}"));
    assertEquals(ConversationSettings.NONE, read("{\"title\":null,\"stop\":null}"));
    assertEquals(ConversationSettings.NONE, read("{\"title\":\" \",\"stop\":[]}"));
  }

  @Test
  void aChangeTakesAwayWhatIsNullAndLeavesWhatIsNotThere() throws JsonProcessingException {
    ConversationSettings before =
        read(
            "{\"title\":\"Soil\",\"temperature\":0.5,\"max_tokens\":100,\"stop\":[\"END\"],\"seed\":7}");
    ConversationSettings after =
        before.with(
            Json.MAPPER.readTree(
                "{\"title\":\" New \\n title\",\"temperature\":null,\"top_p\":0.9,\"stop\":null}"));
    assertEquals(Optional.of("New title"), after.title());
    assertEquals(Optional.empty(), after.temperature());
    assertEquals(Optional.of(0.9), after.topP());
    assertEquals(Optional.of(100), after.maxTokens());
    assertEquals(List.of(), after.parameters().stop());
    assertEquals(Optional.of(7L), after.seed());
  }

  @Test
  void aChangeThatIsNoObjectIsRefused() throws JsonProcessingException {
    ProblemException refused =
        assertThrows(
            ProblemException.class,
            () -> ConversationSettings.NONE.with(Json.MAPPER.readTree("[]")));
    assertEquals(Problem.INVALID_REQUEST, refused.problem());
  }

  private static ConversationSettings read(String json) throws JsonProcessingException {
    return Json.MAPPER.readValue(json, ConversationSettings.class);
  }
}
