package io.parley.participant;

import io.parley.platform.Problem;
import java.util.List;
import java.util.random.RandomGenerator;

/// What participants are called: generated for those who have not said, checked for those who have.
public final class Names {
  /// Code points, as in the wire contract.
  public static final int MAX_LENGTH = 40;

  // Chosen so that no pair can be read as a remark about a person: no colours of skin or hair, no
  // sizes, no ages, and no animal whose name serves as an insult.
  private static final List<String> ADJECTIVES =
      words(
          """
          Agile Amber Amiable Autumn Azure Bold Brave Breezy Bright Brisk Calm Candid Cheerful
          Clever Coastal Copper Coral Cosmic Cosy Crimson Curious Daring Dawn Eager Earnest
          Emerald Festive Gentle Gilded Glad Golden Graceful Happy Hazel Honest Humble Indigo
          Jade Jolly Joyful Keen Kind Lilac Lively Lucky Lunar Mellow Merry Mindful Misty
          Nimble Noble Opal Patient Peaceful Placid Plucky Polite Quick Quiet Radiant Ready
          Rosy Ruby Sage Scarlet Serene Silver Solar Spry Starry Steady Summer Sunny Swift
          Teal Thoughtful Tidy Tranquil Trusty Upbeat Velvet Violet Vivid Warm Wandering Winter
          Wise Witty Zesty
          """);

  private static final List<String> ANIMALS =
      words(
          """
          Albatross Alpaca Antelope Avocet Badger Beaver Bison Bluebird Bobcat Bumblebee
          Butterfly Caribou Chamois Cheetah Cicada Condor Corgi Crane Cricket Curlew Deer
          Dolphin Dormouse Dove Dragonfly Eagle Egret Eider Elk Falcon Ferret Finch Firefly
          Flamingo Fox Gannet Gazelle Gecko Goldfinch Grouse Hare Hawk Hedgehog Heron Hoopoe
          Hummingbird Ibex Ibis Jaguar Kestrel Kingfisher Kiwi Koala Lark Lemur Leopard Linnet
          Llama Lynx Magpie Manatee Marmot Marten Meerkat Moose Narwhal Newt Nightingale
          Ocelot Oriole Osprey Otter Owl Panda Panther Pelican Penguin Petrel Plover Puffin
          Puma Quail Raven Robin Salmon Sandpiper Seahorse Seal Sparrow Starling Stork Swallow
          Swan Tern Tiger Toucan Turtle Wombat Wren Zebra
          """);

  private Names() {}

  /// A friendly name, such as `Quiet Otter`: one of nine thousand.
  public static String random(RandomGenerator random) {
    return pick(ADJECTIVES, random) + " " + pick(ANIMALS, random);
  }

  /// The name as it is shown: trimmed, in composed form, cleaned.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request` if nothing visible remains, if
  ///   it is longer than [#MAX_LENGTH] code points or holds control characters or line breaks
  public static String checked(String wanted) {
    String name = trimmed(PlainText.composed(wanted));
    if (name.codePoints().noneMatch(Names::isVisible)) {
      throw Problem.INVALID_REQUEST.because("A name needs at least one visible character.");
    }
    if (PlainText.length(name) > MAX_LENGTH) {
      throw Problem.INVALID_REQUEST.because("A name has at most " + MAX_LENGTH + " characters.");
    }
    if (name.codePoints().anyMatch(Names::isForbidden)) {
      throw Problem.INVALID_REQUEST.because("A name is one line without control characters.");
    }
    return name;
  }

  /// A name that the operator gives: as [#checked], without invisible characters.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`
  public static String visible(String wanted) {
    String name = checked(wanted);
    if (Lookalikes.hasInvisible(name)) {
      throw Problem.INVALID_REQUEST.because("A name cannot contain invisible characters.");
    }
    return name;
  }

  /// A name that somebody chooses for themselves: as [#checked], and such that nobody is taken for
  /// somebody else by it.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request` also if it holds invisible
  ///   characters, mixes alphabets whose letters look alike within a word, or looks like a name
  ///   that stands for the server, its operator or its models
  public static String chosen(String wanted) {
    String name =
        visible(
            wanted
                .codePoints()
                .filter(c -> !isMark(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    if (Lookalikes.mixesAlphabets(name)) {
      throw Problem.INVALID_REQUEST.because(
          "A word of a name cannot mix letters of alphabets that look alike, such as Latin, Cyrillic and Greek.");
    }
    if (ReservedNames.include(name)) {
      throw Problem.INVALID_REQUEST.because(
          "This name is reserved, or looks like one that is. Choose another name.");
    }
    return name;
  }

  /// The marks U+200E, U+200F and U+061C that keyboards for right-to-left writing put around it.
  private static boolean isMark(int codePoint) {
    return codePoint == 0x200E || codePoint == 0x200F || codePoint == 0x061C;
  }

  /// [String#strip] leaves the no-break spaces.
  private static String trimmed(String text) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (from < to && isSpace(points[from])) {
      from++;
    }
    while (to > from && isSpace(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean isVisible(int codePoint) {
    return !isSpace(codePoint)
        && switch (Character.getType(codePoint)) {
          case Character.FORMAT,
              Character.CONTROL,
              Character.UNASSIGNED,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              false;
          default -> !isBlankLetter(codePoint);
        };
  }

  /// Letters by category that are drawn as nothing: the Hangul fillers and the Braille blank.
  static boolean isBlankLetter(int codePoint) {
    return codePoint == 0x115F
        || codePoint == 0x1160
        || codePoint == 0x3164
        || codePoint == 0xFFA0
        || codePoint == 0x2800;
  }

  private static boolean isForbidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static String pick(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }
}
