package io.parley.guide;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a text is in another language than English, told by its script or by the small words
/// that every sentence has.
final class Tongue {
  private static final String HELLO = "Hello!";

  /// Words that English does not have, by the greeting of their language.
  private static final Map<String, Set<String>> SMALL =
      Map.of(
          "Hallo!",
              words(
                  "wie ich ist das der ein eine einen und nicht kann kannst mit für wer wo auf zu"
                      + " wir ihr warum wann gibt gut hoe het een niet wij"),
          "Bonjour !",
              words(
                  "comment je le les un une est que qui pour dans quoi où avec pas nous vous puis"),
          "¡Hola!",
              words("cómo como el los las una es qué para por puedo dónde con cuál quién y mi"),
          "Ciao!", words("come il che posso sono di della perché gli ho mio"),
          "Olá!", words("você os uma não meu minha posso onde quem são"));

  /// Words of the lists above that are as frequent in English.
  private static final Set<String> ENGLISH =
      words("the is of and to in a i how do what can my it you we are not with for");

  private Tongue() {}

  /// A greeting in the language of a text; empty if it may be English.
  static Optional<String> greeting(String text) {
    if (text.codePoints().filter(Character::isLetter).limit(400).filter(Tongue::isForeign).count()
            * 2
        > text.codePoints().filter(Character::isLetter).limit(400).count()) {
      return Optional.of(HELLO);
    }
    List<String> words = Tokenizer.all(text);
    long english = words.stream().filter(ENGLISH::contains).count();
    return SMALL.entrySet().stream()
        .max(
            Comparator.comparingLong(
                (Map.Entry<String, Set<String>> tongue) -> count(words, tongue.getValue())))
        .filter(tongue -> {
          long count = count(words, tongue.getValue());
          return count > english && (count >= 2 || words.size() <= 3);
        })
        .map(Map.Entry::getKey);
  }

  private static long count(List<String> words, Set<String> small) {
    return words.stream().filter(small::contains).count();
  }

  private static boolean isForeign(int letter) {
    return switch (Character.UnicodeScript.of(letter)) {
      case LATIN, COMMON, INHERITED -> false;
      default -> true;
    };
  }

  private static Set<String> words(String words) {
    return Arrays.stream(words.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
  }
}
