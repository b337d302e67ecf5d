package io.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The launcher starts the product, so it must not need the tests. Maven compiles both together
/// (decision 0197): the compiler does not check this, these rules do.
@AnalyzeClasses(packages = "io.parley")
class LauncherRulesTest {
  private static final Path LAUNCHER = Path.of("src/launcher/java");
  private static final Path TESTS = Path.of("src/test/java");

  @ArchTest
  static final ArchRule theLauncherUsesNoClassOfTheTests =
      noClasses().that(lieIn(LAUNCHER)).should().dependOnClassesThat(lieIn(TESTS));

  @ArchTest
  static final ArchRule theLauncherUsesNoTestLibrary =
      noClasses()
          .that(lieIn(LAUNCHER))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.junit..",
                  "org.jboss.arquillian..",
                  "org.microshed..",
                  "com.microsoft.playwright..",
                  "com.deque..",
                  "com.tngtech.."));

  private static DescribedPredicate<JavaClass> lieIn(Path sources) {
    var names = classes(sources);
    return describe(
        "lie in " + sources,
        type -> names.contains(type.getName().replaceFirst("\\$.*", "").replace("[]", "")));
  }

  private static Set<String> classes(Path sources) {
    try (var files = Files.walk(sources)) {
      return files
          .map(file -> sources.relativize(file).toString())
          .filter(file -> file.endsWith(".java"))
          .map(file -> file.replace(".java", "").replace('/', '.'))
          .filter(name -> !name.endsWith("package-info"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
