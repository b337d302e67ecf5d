package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CauseTest {
  @Test
  void ofACompilersErrorsTheFirstIsShownWithoutTheProjectsDirectory() {
    assertEquals(
        "src/main/java/A.java:[12,5] ';' expected",
        cause(
            """
            [INFO] Compiling 300 source files
            [ERROR] COMPILATION ERROR :\s
            [ERROR] /work/parley/src/main/java/A.java:[12,5] ';' expected
            [ERROR] /work/parley/src/main/java/B.java:[1,1] class expected
            [INFO] BUILD FAILURE
            [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.15.0:compile (default-compile) on project parley: Compilation failure -> [Help 1]
            [ERROR]\s
            [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
            """));
  }

  @Test
  void whereWarningsAreErrorsTheWarningIsShown() {
    assertEquals(
        "src/main/java/A.java:[12,5] [rawtypes] found raw type",
        cause(
            """
            [WARNING] COMPILATION WARNING :\s
            [WARNING] /work/parley/src/main/java/A.java:[12,5] [rawtypes] found raw type
            [ERROR] COMPILATION ERROR :\s
            [ERROR] /work/parley/src/main/java/A.java: warnings found and -Werror specified
            """));
  }

  @Test
  void aSentenceOfTheLaunchersIsShownAsItIs() {
    assertEquals(
        "Port 9080 is in use by another program.",
        cause(
            """
            [INFO] --- exec:3.6.4:java (check) @ parley ---
            [ERROR] Port 9080 is in use by another program.
            """));
  }

  @Test
  void aRepositoryThatCannotBeReachedIsNamedWithWhatToDo() {
    assertEquals(
        "org.a:b:jar:1 cannot be fetched from https://repo (Connection refused). Run the same command again; what has been fetched is kept.",
        cause(
            """
            [ERROR] Failed to execute goal on project parley: Could not collect dependencies for project io.parley:parley:war:0.1: Could not transfer artifact org.a:b:jar:1 from/to central (https://repo): Connection refused -> [Help 1]
            [ERROR] For more information about the errors and possible solutions, please read the following articles:
            """));
  }

  @Test
  void withoutTheNetworkByOnesOwnWishTheOptionIsNamed() {
    assertEquals(
        "org.a:b:jar:1 has not been fetched yet. Run the command once without -o (--offline).",
        cause(
            """
            [ERROR] Plugin x could not be resolved: Cannot access central (https://repo) in offline mode and the artifact org.a:b:jar:1 has not been downloaded from it before. -> [Help 1]
            """));
  }

  @Test
  void aFullDiskIsNamed() {
    assertEquals(
        "The disk is full. Free some space, then run the same command again.",
        cause(
            """
            [ERROR] Failed to execute goal a:b:1:c on project parley: /x (No space left on device) -> [Help 1]
            """));
  }

  @Test
  void ofAGoalThatFailedTheMessageIsShown() {
    assertEquals(
        "it did not work",
        cause(
            """
            [ERROR] Failed to execute goal a:b:1:c (id) on project parley: it did not work -> [Help 1]
            [ERROR] [Help 1] http://cwiki.apache.org
            """));
  }

  @Test
  void whenMavenDoesNotStartItsLastLinesAreShown() {
    assertEquals(
        "second third",
        cause(
            """
            first
            second

            third
            """));
  }

  private static String cause(String output) {
    var cause = new Cause("/work/parley");
    output.lines().forEach(cause::read);
    return cause.text();
  }
}
