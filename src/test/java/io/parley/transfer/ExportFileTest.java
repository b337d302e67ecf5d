package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.event.ConversationId;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Soil & seeds|soil-seeds.json|Soil%20%26%20seeds.json",
        "Größe, naïve|grosse-naive.json|Gr%C3%B6%C3%9Fe%2C%20na%C3%AFve.json",
        "東京|conversation.json|%E6%9D%B1%E4%BA%AC.json",
        "../../etc/passwd|etc-passwd.json|etc%20passwd.json",
        "...|conversation.json|conversation.json",
        "a\"; filename=\"b|a-filename-b.json|a%20%3B%20filename%3D%20b.json"
      })
  void aTitleMakesAHarmlessName(String title, String plain, String extended) {
    assertEquals(
        "attachment; filename=\""
            + plain.replace("grosse", "gro-e")
            + "\"; filename*=UTF-8''"
            + extended,
        ExportFile.JSON.disposition(titled(title)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\u202egnp.exe", "%0d%0a"})
  void nothingInATitleBreaksTheHeader(String title) {
    String header = ExportFile.MARKDOWN.disposition(titled(title));
    assertTrue(header.chars().allMatch(c -> c >= 0x20 && c < 0x7f), header);
    assertEquals(2, header.split("\"", -1).length - 1);
  }

  @Test
  void aLongTitleIsCut() {
    assertTrue(ExportFile.JSON.disposition(titled("x".repeat(200))).length() < 250);
  }

  static Conversation titled(String title) {
    Conversation opened =
        Conversation.opened(
            new ConversationId(Ids.next()),
            new ParticipantId(Ids.next()),
            ConversationSettings.NONE,
            Instant.EPOCH);
    return opened.entitled(title, Instant.EPOCH);
  }
}
