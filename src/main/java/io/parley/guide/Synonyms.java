package io.parley.guide;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Other words for the same thing: what people say, and what the handbook says. A line is a word of
/// the question, then the words that may stand for it.
final class Synonyms {
  private static final Map<String, List<String>> WORDS =
      read(
          """
          admin: operator
          administrator: operator
          ai: model
          answer: reply
          anthropic: claude
          app: phone
          android: phone app
          attach: file
          attachment: file
          audio: voice
          bot: model
          boss: operator
          call: voice
          chat: conversation
          chatgpt: openai
          chatroom: room
          channel: room
          cluster: nodes
          colleague: people team
          container: docker
          correct: edit
          database: postgresql
          db: postgresql
          document: file
          erase: delete
          error: fail
          expensive: cost
          find: search
          gpt: openai
          hotkey: shortcut
          image: picture
          iphone: phone app
          join: enter invite
          launch: start
          licence: license
          llm: model
          login: account
          log: account
          microphone: voice
          mobile: phone
          money: cost
          notify: notification
          options: settings configuration
          password: account token
          pdf: file
          photo: picture
          postgres: postgresql
          price: cost
          redo: another
          regenerate: another
          register: account
          remove: delete
          respond: reply answer
          retry: another
          revoke: stop
          run: start
          save: export
          settings: configuration
          signin: account
          speak: voice
          store: keep
          switch: choose
          talk: conversation
          theme: appearance
          update: upgrade
          upload: file
          url: address
          """);

  private static final Map<String, List<String>> TERMS = terms();

  private Synonyms() {}

  /// @param word as somebody says it
  /// @return the terms that may stand for it in the handbook
  static List<String> of(String word) {
    return TERMS.getOrDefault(Stemmer.of(word), List.of());
  }

  /// All that people may say without the handbook having it.
  static Set<String> words() {
    return WORDS.keySet();
  }

  private static Map<String, List<String>> terms() {
    Map<String, List<String>> terms = new HashMap<>();
    WORDS.forEach(
        (word, others) -> terms.put(Stemmer.of(word), others.stream().map(Stemmer::of).toList()));
    return Map.copyOf(terms);
  }

  private static Map<String, List<String>> read(String lines) {
    Map<String, List<String>> words = new HashMap<>();
    lines
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(parts -> words.put(parts[0], List.of(parts[1].split(" ", -1))));
    return Map.copyOf(words);
  }
}
