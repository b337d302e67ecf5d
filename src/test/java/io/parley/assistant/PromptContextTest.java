package io.parley.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.parley.conversation.Message;
import io.parley.conversation.Message.Author;
import io.parley.conversation.Message.Role;
import io.parley.conversation.Messages;
import io.parley.event.ConversationId;
import io.parley.event.MessageId;
import io.parley.event.Position;
import io.parley.event.ReplyDetails;
import io.parley.llm.ModelId;
import io.parley.llm.Parameters;
import io.parley.llm.Prompt;
import io.parley.llm.PromptMessage;
import io.parley.llm.Source;
import io.parley.platform.Ids;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptContextTest {
  private static final ModelId MODEL = ModelId.of("demo/guide");

  @Test
  void theLatestTurnsThatFitComeInTheirOrder() {
    Message old = message(Role.USER, "Ada", "x".repeat(400));
    Message recent = message(Role.ASSISTANT, "guide", "y".repeat(40));
    Message question = message(Role.USER, "Grace", "why?");
    Prompt prompt =
        new PromptContext(Optional.of("be brief"), 40, true, _ -> List.of())
            .prompt(MODEL, List.of(old, recent), turn(question), Parameters.NONE)
            .prompt();
    assertEquals(
        List.of(
            PromptMessage.system("be brief"),
            PromptMessage.assistant("y".repeat(40)),
            PromptMessage.user("Grace", "why?")),
        prompt.messages());
  }

  @Test
  void theSourcesOfThePromptComeWithIt() {
    Source source = new Source("tea", "Tea", URI.create("/tea"), Optional.empty());
    PromptContext.Fitted fitted =
        new PromptContext(
                Optional.empty(),
                100,
                false,
                prompt ->
                    prompt.messages().getLast().content().equals("tea?")
                        ? List.of(source)
                        : List.of())
            .prompt(MODEL, List.of(), turn(message(Role.USER, "Ada", "tea?")), Parameters.NONE);
    assertEquals(List.of(source), fitted.sources());
  }

  @Test
  void theQuestionIsAskedEvenIfItAloneIsTooLong() {
    Message question = message(Role.USER, "Ada", "z".repeat(4_000));
    Prompt prompt =
        new PromptContext(Optional.of("s"), 10, false, _ -> List.of())
            .prompt(
                MODEL,
                List.of(message(Role.USER, "Ada", "before")),
                turn(question),
                new Parameters(
                    Optional.of(0.5),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty()))
            .prompt();
    assertEquals(
        List.of(PromptMessage.system("s"), PromptMessage.user("z".repeat(4_000))),
        prompt.messages());
    assertEquals(Optional.of(0.5), prompt.parameters().temperature());
  }

  @Test
  void aReplyThatNeverSaidAnythingIsLeftOut() {
    Prompt prompt =
        new PromptContext(Optional.of("s"), 1_000, true, _ -> List.of())
            .prompt(
                MODEL,
                List.of(message(Role.USER, "Ada", "hello"), message(Role.ASSISTANT, "guide", "")),
                turn(message(Role.USER, "Ada", "hello?")),
                Parameters.NONE)
            .prompt();
    assertEquals(3, prompt.messages().size());
  }

  @Test
  void betweenTwoWhatIsLeftBeginsWithThePerson() {
    List<Message> earlier =
        List.of(
            message(Role.USER, "Ada", "x".repeat(400)),
            message(Role.ASSISTANT, "guide", "y".repeat(40)),
            message(Role.USER, "Ada", "and then?"),
            message(Role.ASSISTANT, "guide", "then this"));
    PromptContext.Fitted fitted =
        new PromptContext(Optional.empty(), 60, false, _ -> List.of())
            .prompt(MODEL, earlier, turn(message(Role.USER, "Ada", "why?")), Parameters.NONE);
    assertEquals(
        List.of(
            PromptMessage.user("and then?"),
            PromptMessage.assistant("then this"),
            PromptMessage.user("why?")),
        fitted.prompt().messages());
  }

  @Test
  void whatIsLeftOutIsCounted() {
    List<Message> earlier =
        List.of(
            message(Role.USER, "Ada", "x".repeat(400)),
            message(Role.ASSISTANT, "guide", ""),
            message(Role.USER, "Ada", "short"));
    Message question = message(Role.USER, "Ada", "why?");
    ReplyDetails.ContextUse tight =
        new PromptContext(Optional.of("s"), 60, false, _ -> List.of())
            .prompt(MODEL, earlier, turn(question), Parameters.NONE)
            .use();
    ReplyDetails.ContextUse roomy =
        new PromptContext(Optional.of("s"), 6_000, false, _ -> List.of())
            .prompt(MODEL, earlier, turn(question), Parameters.NONE)
            .use();
    assertEquals(
        new ReplyDetails.ContextUse(
            2, 1, 0, TokenEstimate.of("s") + TokenEstimate.of("short") + TokenEstimate.of("why?")),
        tight);
    assertEquals(3, roomy.messages());
    assertEquals(0, roomy.dropped());
  }

  @Test
  void whoGoesOnIsGivenWhatWasSaidAndAskedToGoOn() {
    List<PromptMessage> messages =
        new PromptContext(Optional.empty(), 1_000, false, _ -> List.of())
            .prompt(
                MODEL,
                List.of(),
                new PromptContext.Turn(message(Role.USER, "Ada", "Count."), "one, two, thr"),
                Parameters.NONE)
            .prompt()
            .messages();
    assertEquals(
        List.of(
            PromptMessage.user("Count."),
            PromptMessage.assistant("one, two, thr"),
            PromptMessage.user(PromptContext.GO_ON)),
        messages);
  }

  private static Message message(Role role, String name, String text) {
    return Messages.of(
        new MessageId(Ids.next()),
        new ConversationId(Ids.next()),
        role,
        new Author(name, name),
        text,
        Optional.empty(),
        new Position("e", 1));
  }

  private static PromptContext.Turn turn(Message question) {
    return new PromptContext.Turn(question, "");
  }
}
