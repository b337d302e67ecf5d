package io.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.EntityManager;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The rules of the house that are about packages and names (docs/architecture.md).
@AnalyzeClasses(packages = "io.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

  /// From the top of the house to its foundation. A new package takes its place here.
  private static final List<String> FLOORS =
      List.of(
          "me",
          "room",
          "voice",
          "openai",
          "assistant",
          "knowledge",
          "guide",
          "sharing",
          "transfer",
          "feedback",
          "search",
          "unread",
          "chat",
          "history",
          "live",
          "archive",
          "conversation",
          "chatbatch",
          "llm",
          "realtime",
          "log",
          "web",
          "identity",
          "apikey",
          "limits",
          "postgres",
          "redis",
          "node",
          "liberty",
          "http",
          "config",
          "event",
          "participant",
          "api",
          "platform");

  private static final int PLATFORM_LIMIT = 11;

  private static final Pattern EMPTY_NAMES =
      Pattern.compile(".*(Impl|Service|Manager|Utils?|Helpers?)");

  @ArchTest
  static void aPackageKnowsOnlyThePackagesBelowIt(JavaClasses parley) {
    for (var floor = 1; floor < FLOORS.size(); floor++) {
      var above =
          FLOORS.subList(0, floor).stream().map(PackageRulesTest::inside).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(inside(FLOORS.get(floor)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .allowEmptyShould(true)
          .check(parley);
    }
  }

  @ArchTest
  static final ArchRule everyClassLivesOnAFloor =
      classes()
          .should()
          .resideInAnyPackage(
              FLOORS.stream().map(name -> "io.parley." + name).toArray(String[]::new))
          .because("packages are flat, and the order of all of them is known");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.parley.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule aWebSocketSessionIsTouchedOnlyWhereSocketsEnd =
      noClasses()
          .that(
              are(
                  "neither realtime.Connection nor a *Socket",
                  type ->
                      !type.getName().equals("io.parley.realtime.Connection")
                          && !type.getSimpleName().endsWith("Socket")))
          .should(
              callMethodWhere(
                  describe(
                      "it is a session's",
                      call -> call.getTargetOwner().isAssignableTo(Session.class))))
          .orShould(
              be(
                  describe(
                      "a holder of one",
                      type ->
                          type.getFields().stream()
                              .anyMatch(
                                  field -> field.getRawType().isAssignableTo(Session.class)))))
          .because("it may be handed on to the one who closes it, and nothing else");

  @ArchTest
  static final ArchRule thereIsOneLoggingApi =
      noClasses()
          .that(
              are(
                  "not PatientDataSource, which has to return one of the other's loggers",
                  type -> !type.getSimpleName().equals("PatientDataSource")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .because("System.Logger is the one that needs no library and no server");

  @ArchTest
  static final ArchRule fieldsAreNotPublic =
      fields()
          .that()
          .arePublic()
          .should()
          .beStatic()
          .because("a bean with a public field does not start, and a server says so only then");

  @ArchTest
  static final ArchRule theEntityManagerIsUsedOnlyInStores =
      noClasses()
          .that(are("not a *Store", type -> !type.getSimpleName().endsWith("Store")))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(EntityManager.class);

  @ArchTest
  static final ArchRule aStoreIsKnownOnlyInItsOwnFeature =
      classes()
          .that()
          .haveSimpleNameEndingWith("Store")
          .should(
              new ArchCondition<>("be used only in their own package") {
                @Override
                public void check(JavaClass store, ConditionEvents events) {
                  store.getDirectDependenciesToSelf().stream()
                      .filter(use -> !use.getOriginClass().getPackage().equals(store.getPackage()))
                      .forEach(use ->
                          events.add(SimpleConditionEvent.violated(use, use.getDescription())));
                }
              })
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule reactiveMessagingEndsAtTheEdgeOfTheLog =
      noClasses()
          .that(
              are(
                  "neither in log nor Archive or Assistant",
                  type ->
                      !type.getPackageName().equals("io.parley.log")
                          && !type.getName().equals("io.parley.archive.Archive")
                          && !type.getName().equals("io.parley.assistant.Assistant")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..")
                  .and(describe("annotations", JavaClass::isAnnotation)));

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes()
          .should(
              be(
                  describe(
                      "named by the domain, not *Impl, *Service, *Manager, *Util or *Helper",
                      type -> !EMPTY_NAMES.matcher(type.getSimpleName()).matches())));

  @ArchTest
  static final ArchRule aWebSocketEndpointIsCalledSocket =
      classes()
          .that()
          .areAnnotatedWith(ServerEndpoint.class)
          .should()
          .haveSimpleNameEndingWith("Socket")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule aRestEndpointIsCalledResource =
      classes()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .haveSimpleNameEndingWith("Resource")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static void thePlatformStaysSmall(JavaClasses parley) {
    var platform =
        parley.that(resideInAPackage("io.parley.platform")).stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getSimpleName)
            .sorted()
            .toList();
    if (platform.size() > PLATFORM_LIMIT) {
      throw new AssertionError(
          "platform has %d classes, %d are allowed; what serves one feature lives with it: %s"
              .formatted(platform.size(), PLATFORM_LIMIT, platform));
    }
  }

  private static String inside(String floor) {
    return "io.parley." + floor + "..";
  }

  /// A class counts as what its outermost class is.
  private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> test) {
    return describe(description, type -> test.test(outermost(type)));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(PackageRulesTest::outermost).orElse(type);
  }
}
