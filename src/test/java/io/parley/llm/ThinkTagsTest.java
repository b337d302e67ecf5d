package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "<think>plan</think>Answer|plan|Answer",
        "<think>⏎plan⏎</think>⏎⏎Answer|⏎plan⏎|Answer",
        "⏎ <think>plan</think> Answer|plan|Answer",
        "<thinking>plan</thinking>Answer|plan|Answer",
        "<thought>plan</thought>Answer|plan|Answer",
        "<reasoning>plan</reasoning>Answer|plan|Answer",
        "[THINK]plan[/THINK]Answer|plan|Answer",
        "◁think▷plan◁/think▷Answer|plan|Answer",
        "<think>a < b and </b></think>Answer|a < b and </b>|Answer",
        "<think></think>Answer||Answer",
        "<think>one</think><think>two</think>Answer|onetwo|Answer",
        "<think>never closed|never closed|",
        "<think>almost</thin|almost</thin|",
        "Answer||Answer",
        "  Answer||  Answer",
        "<b>bold</b>||<b>bold</b>",
        "<thin ice||<thin ice",
        "<||<",
        "Use <think>x</think> as tags||Use <think>x</think> as tags",
        "<think>plan</think>Answer with <think>tags</think>|plan|Answer with <think>tags</think>",
        "`<think>` is a tag||`<think>` is a tag",
        "[THINKING] ahead||[THINKING] ahead"
      })
  void whatStandsBetweenTheTagsAtTheBeginningIsThinkingHoweverTheTextIsCut(
      String text, String thinking, String answer) {
    String said = text.replace('⏎', '\n');
    List<String> expected = List.of(of(thinking), of(answer));
    for (int size = 1; size <= said.length(); size++) {
      assertEquals(expected, split(said, size), "in pieces of " + size);
    }
  }

  private static String of(String cell) {
    return cell == null ? "" : cell.replace('⏎', '\n');
  }

  private static List<String> split(String text, int size) {
    ThinkTags tags = new ThinkTags();
    StringBuilder thinking = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    List<ThinkTags.Split> splits = new ArrayList<>();
    for (int at = 0; at < text.length(); at += size) {
      splits.add(tags.split(text.substring(at, Math.min(at + size, text.length()))));
    }
    splits.add(tags.end());
    splits.forEach(split -> {
      thinking.append(split.thinking());
      answer.append(split.answer());
    });
    return List.of(thinking.toString(), answer.toString());
  }
}
