package io.parley.testing;

import java.io.File;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/// The application as it is shipped, with a test inside, for Arquillian to deploy.
public final class Application {
  private Application() {}

  /// @param tests what runs in the container: the test's class and what it needs of ours
  public static WebArchive with(Class<?>... tests) {
    return ShrinkWrap.create(ZipImporter.class, "tested.war")
        .importFrom(war())
        .as(WebArchive.class)
        .addClasses(tests);
  }

  private static File war() {
    return Path.of(System.getProperty("parley.build.directory", "target"), "parley.war").toFile();
  }
}
