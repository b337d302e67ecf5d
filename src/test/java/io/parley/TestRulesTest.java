package io.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rules of the house for tests, wherever their classes lie: they are known by their names.
@AnalyzeClasses(packages = "io.parley")
class TestRulesTest {
  @ArchTest
  static final ArchRule testsWaitForConditionsAndDoNotSleep =
      noClasses()
          .that()
          .haveNameMatching(".*(Test|IT|E2E)(\\$.*)?")
          .should()
          .callMethodWhere(
              describe("it is a sleep", (JavaMethodCall call) -> call.getName().equals("sleep")));
}
