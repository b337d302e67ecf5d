import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.util.VersionInfo;
import java.text.Normalizer;
import java.util.stream.Collectors;

/// Writes `src/main/resources/io/parley/participant/confusables.txt`: what a text looks like,
/// character by character (Unicode Technical Standard 39, section 4). Run it with a newer ICU4J
/// when there is a newer Unicode:
///
/// ```sh
/// java -cp icu4j-78.1.jar tools/Confusables.java > src/main/resources/io/parley/participant/confusables.txt
/// ```
void main() {
  IO.println(
      "# Unicode %s, confusables of UTS 39, as ICU4J %s has them: what SpoofChecker.getSkeleton makes of each code point."
          .formatted(
              version(UCharacter.getUnicodeVersion(), 3), version(VersionInfo.ICU_VERSION, 2)));
  IO.println(
      "# Copyright (c) 1991-2025 Unicode, Inc. Licence: https://www.unicode.org/license.txt (Unicode License v3)");
  IO.println("# code point;code points of its prototype");
  SpoofChecker checker = new SpoofChecker.Builder().build();
  for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
    String text = Character.toString(point);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (!surrogate && Normalizer.isNormalized(text, Normalizer.Form.NFD)) {
      String skeleton = checker.getSkeleton(text);
      if (!skeleton.equals(text)) {
        IO.println(hex(text) + ";" + hex(skeleton));
      }
    }
  }
}

private static String version(VersionInfo version, int parts) {
  return version.getVersionString(parts, parts);
}

private static String hex(String text) {
  return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
}
