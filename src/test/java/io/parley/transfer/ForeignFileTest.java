package io.parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.conversation.Message;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import io.parley.transfer.LeftOut.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Exports of other products, as they write them.
public class ForeignFileTest {
  private static final int MAX_BYTES = 1_000_000;
  private static final int MAX_MESSAGES = 5_000;
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final UUID ROOT = UUID.randomUUID();
  private static final Participant ADA =
      new Participant(new ParticipantId(UUID.randomUUID()), "ada");

  @Test
  void chatGptsBranchesModelsAndTimesAreKept() {
    List<ForeignConversation> found = read(resource("chatgpt.json"));
    assertEquals(3, found.size());
    ForeignThread thread = thread(found.getFirst());
    assertEquals(
        """
        . user What is on this picture?
          openai/gpt-4o A tram.
        . user How many trams are there?
          openai/o3 (Counting|secret plan) Let me count.|There are 25 lines.
            user Thanks
          openai/gpt-4 Many.
        """,
        drawn(thread.messages()));
    assertEquals(
        Map.of(Kind.PICTURES, 1, Kind.TOOL_CALLS, 2, Kind.REFERENCES, 1, Kind.INSTRUCTIONS, 1),
        thread.leftOut().counts());
    ExportedMessage first = thread(found.getFirst()).messages().getFirst();
    assertEquals(Instant.parse("2024-06-10T06:13:21Z"), first.createdAt());
    assertEquals(ADA.id().toString(), first.author().id());
    assertEquals("Trip to Łódź", found.getFirst().title);

    assertNull(found.get(1).title);
    assertEquals(
        """
        . user One line of Python
          openai/text-davinci-002-render-sha print(1)
        """,
        drawn(thread(found.get(1)).messages()));
    assertEquals(List.of(), thread(found.get(2)).messages());
  }

  @Test
  void theBranchThatWasShownLastStandsLast() {
    List<ExportedMessage> messages = thread(read(resource("chatgpt.json")).getFirst()).messages();
    assertEquals("Many.", messages.getLast().content());
    String other =
        resource("chatgpt.json")
            .replaceFirst("\"current_node\": \"a2b\"", "\"current_node\": \"a1\"");
    assertEquals("A tram.", thread(read(other).getFirst()).messages().getLast().content());
  }

  @Test
  void openWebUisBranchesAndModelsAreKept() {
    ForeignConversation found = read(resource("open-webui.json")).getFirst();
    assertEquals(ForeignConversation.Source.OPEN_WEBUI, found.source);
    assertEquals("Garden", found.title);
    assertEquals("Answer like a gardener.", found.instructions);
    ForeignThread thread = thread(found);
    assertEquals(
        """
        . user How deep do I plant tulips?
          openrouter/qwen/qwen3 Three times their height.
          open-webui/llama3.1:8b (secret plan) About 15 cm.
            user And garlic?
              open-webui/llama3.1:8b 5 cm.
        """,
        drawn(thread.messages()));
    assertEquals(
        Map.of(Kind.PICTURES, 1, Kind.FILES, 1, Kind.REFERENCES, 1), thread.leftOut().counts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // one chat alone, its list before its history, and neither title nor ids
        "{'chat':{'messages':[{'id':'x','role':'user','content':'twice'}],'history':{'messages':"
            + "{'x':{'parentId':null,'role':'user','content':'Hi'},"
            + "'y':{'parentId':'x','role':'assistant','content':'Ho','model':'m'}},'currentId':'y'}}}",
        "{'title':'t','history':{'currentId':'y','messages':{'y':{'id':'y','parentId':'x','role':"
            + "'assistant','content':'Ho','model':'m'},'x':{'id':'x','role':'user','content':'Hi'}}}}",
        "[{'chat':{'models':['m'],'messages':[{'role':'user','content':'Hi'},"
            + "{'role':'assistant','content':'Ho','model':'m'}]}}]"
      })
  void olderFormsOfOpenWebUiAreRead(String json) {
    assertEquals(
        """
        . user Hi
          open-webui/m Ho
        """,
        drawn(thread(read(json.replace('\'', '"')).getFirst()).messages()));
  }

  @Test
  void libreChatsTreeIsRead() {
    ForeignConversation found = read(resource("librechat-tree.json")).getFirst();
    assertEquals(ForeignConversation.Source.LIBRECHAT, found.source);
    assertEquals("You are a poet.", found.instructions);
    ForeignThread thread = thread(found);
    List<ExportedMessage> messages = thread.messages();
    assertEquals(
        """
        . user A poem, please
          anthropic/claude-3-5-sonnet-latest (secret plan) Roses are red.|Violets are blue.
            user Another
          anthropic/claude-3-opus No.
        """,
        drawn(messages));
    assertEquals(Message.Status.STOPPED, messages.getLast().status());
    assertEquals(Map.of(Kind.TOOL_CALLS, 1), thread.leftOut().counts());
  }

  @Test
  void libreChatsListIsRead() {
    String list = resource("librechat-list.json");
    String drawn =
        """
        . user 1+1?
          openai/gpt-4o-mini (secret plan) 2
        """;
    assertEquals(drawn, drawn(thread(read(list).getFirst()).messages()));
    String older = list.replaceAll("\"parentMessageId\": \"[^\"]+\", ", "");
    assertFalse(older.contains("parentMessageId"));
    assertEquals(drawn, drawn(thread(read(older).getFirst()).messages()));
    assertEquals(2, read("[" + list + "," + list + "]").size());
  }

  @Test
  void aMessageOfAPictureAloneSaysSo() {
    String picture =
        "{\"conversationId\":\"c\",\"messages\":[{\"messageId\":\"a\",\"isCreatedByUser\":true,"
            + "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
            + "A".repeat(500_000)
            + "\"}},{\"type\":\"hologram\"}]}]}";
    ForeignThread thread = thread(read(picture).getFirst());
    assertEquals(". user [Not imported: 1 picture]\n", drawn(thread.messages()));
    assertEquals(Map.of(Kind.PICTURES, 1, Kind.UNKNOWN, 1), thread.leftOut().counts());
  }

  @Test
  void aZipOfChatGptIsReadWhateverElseIsInIt() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("user.json", "{\"id\":\"user-1\"}");
    files.put("chat.html", "<html>" + "x".repeat(100_000));
    files.put("conversations.json", resource("chatgpt.json"));
    files.put("dalle-generations/a.webp", "…");
    assertEquals(3, read(zip(files)).size());
    assertEquals(
        6,
        read(zip(
                Map.of(
                    "export/conversations-000.json",
                    resource("chatgpt.json"),
                    "export/conversations-001.json",
                    resource("chatgpt.json"))))
            .size());
  }

  @Test
  void whatIsOursIsNotTakenForAnothers() throws IOException {
    for (String ours :
        List.of(
            "{\"format\":\"parley.conversation\",\"messages\":[]}",
            "{}",
            "",
            "{",
            "null",
            "{\"messages\":[" + "{\"mapping\":1},".repeat(10_000) + "1]}")) {
      assertFalse(file(ours.getBytes(StandardCharsets.UTF_8)).isForeign(), ours);
    }
    assertTrue(file(resource("chatgpt.json").getBytes(StandardCharsets.UTF_8)).isForeign());
    assertTrue(file(resource("librechat-list.json").getBytes(StandardCharsets.UTF_8)).isForeign());
    assertTrue(file(zip(Map.of("a", "b"))).isForeign());
  }

  @Test
  void circlesDoublesAndOrphansAreCounted() {
    String message = "{\"author\":{\"role\":\"user\"},\"content\":{\"parts\":[\"x\"]}}";
    ForeignThread thread =
        thread(
            read(("{\"mapping\":{\"a\":{\"id\":\"a\",\"parent\":\"b\",\"message\":%1$s},"
                        + "\"b\":{\"id\":\"b\",\"parent\":\"a\",\"message\":%1$s},"
                        + "\"c\":{\"id\":\"c\",\"parent\":\"nobody\",\"message\":%1$s},"
                        + "\"d\":{\"id\":\"d\",\"parent\":\"d\",\"message\":%1$s},"
                        + "\"e\":{\"id\":\"c\",\"parent\":\"c\",\"message\":%1$s}},\"current_node\":\"a\"}")
                    .formatted(message))
                .getFirst());
    assertEquals(". user x\n  user x\n. user x\n", drawn(thread.messages()));
    assertEquals(Map.of(Kind.DETACHED, 2), thread.leftOut().counts());
  }

  @Test
  void aDeepTreeExhaustsNoStack() {
    int depth = 4_000;
    String deep =
        IntStream.range(0, depth)
                .mapToObj(i ->
                    "{\"messageId\":\"%d\",\"isCreatedByUser\":true,\"text\":\"%d\",\"children\":["
                        .formatted(i, i))
                .collect(Collectors.joining())
            + "]}".repeat(depth);
    ForeignConversation found =
        read("{\"conversationId\":\"c\",\"messages\":[" + deep + "]}").getFirst();
    assertEquals(depth, thread(found).messages().size());
    refused(Problem.TOO_LARGE, bytes("[".repeat(200_000)));
    refused(Problem.TOO_LARGE, bytes("[{\"mapping\":{\"a\":" + "{\"a\":".repeat(200_000)));
  }

  @Test
  void largeConversationsAreNotKept() {
    String message = "{\"messageId\":\"%d\",\"isCreatedByUser\":true,\"text\":\"%s\"}";
    String many =
        IntStream.range(0, MAX_MESSAGES + 1)
            .mapToObj(i -> message.formatted(i, "x"))
            .collect(Collectors.joining(","));
    ForeignConversation large =
        read("{\"conversationId\":\"c\",\"messages\":[" + many + "]}").getFirst();
    assertEquals("It has more than 5,000 messages.", large.problem);
    String long_ = message.formatted(1, "x".repeat(MAX_BYTES / 2));
    ForeignConversation wide =
        read("{\"conversationId\":\"c\",\"messages\":[" + (long_ + ",").repeat(3) + long_ + "]}")
            .getFirst();
    assertEquals("Its text is longer than 1,000,000 characters.", wide.problem);
    assertEquals(2, wide.messages.size());
  }

  @Test
  void branchesOfOneReplyDoNotMultiplyItsText() {
    StringBuilder branches = new StringBuilder();
    branches
        .append("{\"messageId\":\"0\",\"isCreatedByUser\":false,\"text\":\"")
        .append("x".repeat(100_000))
        .append("\"}");
    for (int i = 1; i < 100; i++) {
      branches.append(
          ",{\"messageId\":\"%d\",\"parentMessageId\":\"0\",\"isCreatedByUser\":false,\"text\":\"y\"}"
              .formatted(i));
    }
    ForeignConversation found =
        read("{\"conversationId\":\"c\",\"messages\":[" + branches + "]}").getFirst();
    ProblemException refusal = assertThrows(ProblemException.class, () -> thread(found).messages());
    assertEquals(Problem.TOO_LARGE, refusal.problem());
  }

  @Test
  void aZipBombEndsAtItsLimit() {
    refused(Problem.TOO_LARGE, zip(Map.of("bomb.bin", "\0".repeat(40_000_000))));
    refused(
        Problem.TOO_LARGE, zip(Map.of("conversations.json", "[" + " ".repeat(40_000_000) + "]")));
  }

  @Test
  void whatCannotBeReadIsRefusedInWords() {
    assertEquals(
        "The zip contains no conversations.json.",
        refused(Problem.INVALID_REQUEST, zip(Map.of("a.txt", "x"))).detail());
    byte[] cut = zip(Map.of("conversations.json", resource("chatgpt.json")));
    refused(Problem.INVALID_REQUEST, Arrays.copyOf(cut, cut.length / 2));
    refused(Problem.INVALID_REQUEST, bytes("PK\u0003\u0004nonsense"));
    assertTrue(
        refused(Problem.INVALID_REQUEST, bytes("[{\"mapping\":{\"a\":")).detail().contains("line"));
    refused(Problem.INVALID_REQUEST, bytes("[{\"mapping\":nonsense}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[1,\"a\",null,[{}]]",
        "[{}]",
        "[{\"mapping\":[]}]",
        "[{\"mapping\":{\"a\":1,\"b\":null,\"c\":[1],\"d\":{\"message\":{\"message\":{}}}}}]",
        "[{\"chat\":{\"chat\":{\"chat\":{\"chat\":{\"history\":{\"messages\":7}}}}}}]",
        "[{\"chat\":{\"history\":[],\"messages\":{}}}]",
        "{\"conversationId\":{},\"messages\":[null,[],{\"content\":{\"parts\":{}},\"text\":{}}]}",
        "[{\"mapping\":{\"a\":{\"message\":{\"author\":[],\"create_time\":1e300,\"content\":7}}}}]",
        "[{\"mapping\":{\"a\":{\"message\":{\"author\":\"user\",\"create_time\":\"soon\","
            + "\"content\":\"\\u0000\"}}}}]"
      })
  void oddFilesHoldNothing(String json) {
    read(json).forEach(found -> assertEquals(List.of(), thread(found).messages()));
  }

  @Test
  void aTextThatIsTooLongIsCutAndCounted() {
    LeftOut leftOut = new LeftOut();
    ForeignText text =
        ForeignText.of("<think>" + "y".repeat(300_000) + "</think>" + "x".repeat(300_000), leftOut);
    assertEquals(200_000, text.said().length());
    assertEquals(200_000, text.thoughts().length());
    assertEquals(Map.of(Kind.SHORTENED, 2), leftOut.counts());
  }

  @ParameterizedTest
  @CsvSource({
    "'<think>\nplan\n</think>\n\nAnswer', plan, Answer",
    "'<THINKING>plan</THINKING>Answer', plan, Answer",
    "':::thinking\nplan\n:::\nAnswer', plan, Answer",
    "'<think>plan', '', <think>plan",
    "'Say <think>plan</think>', '', Say <think>plan</think>",
    "'<details type=\"reasoning\" done=\"true\">\n<summary>Thought</summary>\n&gt; a\n> b\n</details>\nAnswer', a|b, Answer",
    "'<details type=\"reasoning\">a</details>x<details type=\"reasoning\">b', a||b, x",
    "'<details type=\"reasoning\"></details>x', '', x"
  })
  void whatAModelThoughtIsKeptApartFromItsText(String text, String thoughts, String said) {
    LeftOut leftOut = new LeftOut();
    assertEquals(
        new ForeignText(said, thoughts.replace('|', '\n')),
        ForeignText.of(text.replace("\\n", "\n"), leftOut));
    assertEquals(Map.of(), leftOut.counts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'content':[{'type':'thinking','thinking':'plan'},{'type':'text','text':'Answer'}]",
        "'content':[{'type':'reasoning','text':'plan'},{'type':'output_text','text':'Answer'}]",
        "'reasoning_content':'plan','text':'Answer'",
        "'text':'Answer','reasoning':'plan','content':null"
      })
  void thoughtsAreReadInAllTheirForms(String fields) {
    String file =
        "{'conversationId':'c','messages':[{'messageId':'a','isCreatedByUser':true,'text':'Hi'},"
            + "{'messageId':'b','parentMessageId':'a','isCreatedByUser':false,'model':'m',"
            + fields
            + "}]}";
    ForeignThread thread = thread(read(file.replace('\'', '"')).getFirst());
    assertEquals(". user Hi\n  librechat/m (plan) Answer\n", drawn(thread.messages()));
    assertEquals(Map.of(), thread.leftOut().counts());
  }

  @Test
  void aReplyOfThoughtsAloneIsKept() {
    String file =
        "{'conversationId':'c','messages':[{'messageId':'a','isCreatedByUser':true,'text':'Hi'},"
            + "{'messageId':'b','parentMessageId':'a','isCreatedByUser':false,'model':'m',"
            + "'content':[{'type':'think','think':'plan'}]}]}";
    ForeignThread thread = thread(read(file.replace('\'', '"')).getFirst());
    assertEquals(". user Hi\n  librechat/m (plan) \n", drawn(thread.messages()));
  }

  private static ProblemException refused(Problem problem, byte[] bytes) {
    ProblemException refusal = assertThrows(ProblemException.class, () -> read(bytes));
    assertEquals(problem, refusal.problem(), refusal.detail());
    return refusal;
  }

  private static ForeignThread thread(ForeignConversation found) {
    return new ForeignThread(found, ADA, ROOT, NOW, MAX_BYTES);
  }

  private static List<ForeignConversation> read(String json) {
    return read(bytes(json));
  }

  private static List<ForeignConversation> read(byte[] bytes) {
    List<ForeignConversation> found = new ArrayList<>();
    try {
      file(bytes).read(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static ForeignFile file(byte[] bytes) {
    return new ForeignFile(new ByteArrayInputStream(bytes), MAX_BYTES, MAX_MESSAGES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] zip(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(bytes(file.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Each message under its parent, with its model.
  private static String drawn(List<ExportedMessage> messages) {
    Map<UUID, Integer> depths = new LinkedHashMap<>(Map.of(ROOT, -1));
    StringBuilder drawing = new StringBuilder();
    for (ExportedMessage message : messages) {
      int depth = depths.getOrDefault(message.parentId().orElseThrow(), -1) + 1;
      depths.put(message.id(), depth);
      drawing
          .append(depth == 0 ? ". " : "  ".repeat(depth))
          .append(message.model().orElse("user"))
          .append(' ')
          .append(
              message
                  .thinking()
                  .map(thoughts -> "(" + thoughts.replace("\n\n", "|") + ") ")
                  .orElse(""))
          .append(message.content().replace("\n\n", "|"))
          .append('\n');
    }
    return drawing.toString();
  }

  public static String resource(String name) {
    try (var stream =
        Objects.requireNonNull(ForeignFileTest.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
