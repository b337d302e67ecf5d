package io.parley.guide;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What somebody wants of the guide, as far as the words tell.
enum Intent {
  /// The documentation may answer it.
  QUESTION,
  /// A few words between people, which may be a search.
  KEYWORDS,
  GREETING,
  THANKS,
  FAREWELL,
  /// Nothing that asks for an answer: "me too", "ok", a thumb, a sentence between people.
  REMARK,
  /// Who or what the guide is.
  ABOUT_GUIDE,
  /// Something that only a language model can do, such as a poem.
  TASK;

  private static final Set<String> GREETINGS =
      words(
          "hello hi hey hiya howdy greetings morning afternoon evening welcome hallo servus moin"
              + " bonjour salut hola ciao olá namaste こんにちは 你好 您好 안녕하세요 مرحبا привет");

  private static final Set<String> THANKING =
      words("thanks thank thx ty cheers danke merci gracias grazie obrigado arigato appreciated");

  private static final Set<String> LEAVING = words("bye goodbye farewell night cya later tschüss");

  private static final Set<String> REMARKS =
      words(
          "ok okay k yes yeah yep yup no nope sure fine great nice cool awesome perfect wow oh ah hm"
              + " hmm haha hahaha lol rofl lmao xd agree agreed same too true right exactly indeed"
              + " interesting amazing wonderful lovely good super brilliant congrats sorry oops ouch"
              + " done understood alright absolutely definitely maybe perhaps idea sounds wondering"
              + " joke kidding 1 +1 well");

  /// Words that say nothing beside the others.
  private static final Set<String> FILLERS =
      words(
          "a all an and are as at be do does everybody everyone folks for friends from got guide guys"
              + " have her here him i in is it job just let little lot me much my not of on parley"
              + " people problem so team that the them there they this to us very was we what with"
              + " you your day today really how doing going see up who would say work help know");

  private static final Pattern ABOUT =
      Pattern.compile(
          "\\b(?:who|what) (?:are|r) (?:you|u)\\b"
              + "|\\bwhat (?:can|could|do) you (?:do|know|answer|offer)(?: for (?:me|us))?\\W*$"
              + "|\\bhow can you help\\b|\\bcan you help(?: me| us)?\\W*$|^\\W*help(?: me)?\\W*$"
              + "|\\bare you (?:an? )?(?:ai|bot|human|person|robot|llm|real|chatgpt|(?:language )?model)\\b"
              + "|\\byour name\\b|\\bwhich model are you\\b");

  private static final Pattern HOW_ARE_YOU =
      Pattern.compile(
          "\\bhow(?:'s| is| are| r) (?:it going|you|u|everyone|things)(?: doing| today| going)*\\W*$"
              + "|\\bwhat(?:'s| is) up\\W*$");

  private static final String POLITE =
      "^\\W*(?:(?:please|hey|hi|can you|could you|would you|will you|i want you to|i need you to|now)\\W+)*";

  private static final Pattern CREATING =
      Pattern.compile(
          POLITE
              + "(?:write|compose|translate|summari[sz]e|draft|draw|paint|calculate|compute|solve|sing"
              + "|imagine|invent|rewrite|proofread|brainstorm|paraphrase)\\s+(?!to\\b|in\\b|together\\b)\\S"
              + "|\\btell (?:me|us) (?:a|another|the) (?:\\w+ )?(?:joke|story|poem|riddle|fairy)");

  private static final Set<String> ASKING =
      words(
          "how what where when why who which whose whom can could do does did is are was were will"
              + " would should may has have any are explain describe tell show help list compare");

  private static final Pattern WANTING =
      Pattern.compile(
          "\\bi (?:want|need|wish|wonder|would like|am trying|tried|cannot|can not|forgot)\\b"
              + "|\\bi['’]d like\\b|\\bi can['’]?t\\b|\\bhow (?:do|to|can)\\b|\\bplease\\b"
              + "|\\b(?:doesn['’]?t|does not|not) work|\\bany(?:body|one) know\\b|\\btell (?:me|us)\\b");

  /// Words of a sentence: without them, a few words are keywords.
  private static final Set<String> SENTENCE =
      words(
          "i me my you your we us our he she they them him her it is are was were am be been have has"
              + " had will would let lets this that just got did do said says think");

  private static final int FEW = 6;

  static Intent of(Asked asked) {
    String text = asked.text().toLowerCase(Locale.ROOT);
    List<String> words = Tokenizer.all(asked.text());
    if (words.isEmpty()) {
      return REMARK;
    }
    if (asked.audience() != Asked.Audience.OTHERS && ABOUT.matcher(text).find()) {
      return ABOUT_GUIDE;
    }
    if (HOW_ARE_YOU.matcher(text).find()) {
      return GREETING;
    }
    Intent talk = smallTalk(words);
    if (talk != QUESTION) {
      return talk;
    }
    if (asked.audience() != Asked.Audience.OTHERS && CREATING.matcher(text).find()) {
      return TASK;
    }
    return switch (asked.audience()) {
      case GUIDE -> QUESTION;
      case OTHERS -> REMARK;
      case ANYBODY -> asks(text, words) ? QUESTION : areKeywords(words) ? KEYWORDS : REMARK;
    };
  }

  private static Intent smallTalk(List<String> words) {
    Intent intent = QUESTION;
    for (String word : words) {
      Intent one = one(word);
      if (one == QUESTION && !FILLERS.contains(word)) {
        return QUESTION;
      }
      intent = intent == QUESTION || intent == REMARK ? (one == QUESTION ? intent : one) : intent;
    }
    return intent;
  }

  private static Intent one(String word) {
    return GREETINGS.contains(word)
        ? GREETING
        : THANKING.contains(word)
            ? THANKS
            : LEAVING.contains(word) ? FAREWELL : REMARKS.contains(word) ? REMARK : QUESTION;
  }

  private static boolean asks(String text, List<String> words) {
    return text.contains("?") || ASKING.contains(words.getFirst()) || WANTING.matcher(text).find();
  }

  private static boolean areKeywords(List<String> words) {
    return words.size() <= FEW && words.stream().noneMatch(SENTENCE::contains);
  }

  private static Set<String> words(String words) {
    return Set.copyOf(Arrays.asList(words.split(" ", -1)));
  }
}
