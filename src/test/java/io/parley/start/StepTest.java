package io.parley.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {
  @ParameterizedTest
  @CsvSource({
    "compiler:3.15.0:compile (default-compile), Building, the server",
    "compiler:3.15.0:testCompile (default-testCompile), Building, the launcher and the tests",
    "exec:3.6.4:java (check), Checking, 'the data directory, the disk and the port'",
    "liberty:3.12.0:create (default-cli), Building, Open Liberty"
  })
  void whatTakesLongHasAName(String goal, String what, String text) {
    assertEquals(
        Optional.of(new Step(what, text)),
        Step.begunBy("[INFO] --- %s @ parley ---".formatted(goal)));
  }

  @Test
  void theLauncherNamesItsOwnSteps() {
    assertEquals(
        Optional.of(new Step("Installing", "nginx (apt-get)")),
        Step.begunBy("Parley: Installing nginx (apt-get)"));
  }

  @Test
  void everythingElseIsPartOfTheStepBefore() {
    assertEquals(
        Optional.empty(), Step.begunBy("[INFO] --- enforcer:3.6.2:enforce (tools) @ parley ---"));
    assertEquals(Optional.empty(), Step.begunBy("[INFO] BUILD SUCCESS"));
  }

  /// `mvnw` starts the supervisor itself; `mvn` has Maven start it.
  @Test
  void theGoalsAreThoseOfThePomButForTheLast() throws Exception {
    var goals = String.join(" ", Start.GOALS) + " exec:java@run";
    var pom = Files.readString(Path.of("pom.xml"));
    assertEquals(1, pom.split("<defaultGoal>" + goals + "</defaultGoal>", -1).length - 1, goals);
  }
}
