package io.parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.services.ServicesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlerTest {
  @TempDir Path directory;
  private Path sources;
  private Path bundle;
  private Bundler bundler;

  @BeforeEach
  void writeSources() throws IOException {
    assumeTrue(WebJars.has("esbuild__" + Bundler.platform()), "no esbuild for this machine");
    sources = directory.resolve("webapp");
    bundle = directory.resolve("target/bundle");
    bundler = new Bundler(sources, directory.resolve("target"));
    for (var script : Bundler.SCRIPTS) {
      write("js/" + script, "import { says } from \"./says.js\";\nsays(import.meta.url);\n");
    }
    for (var alone : Bundler.ALONE) {
      write(alone, "const   much = 1;\nconsole.log(much);\n");
    }
    write("js/says.js", "export function says(word) {\n  console.log(\"says\", word);\n}\n");
    write("css/base.css", "a {\n  background: url(\"../img/parley.svg\");\n}\n");
    write("css/page-room.css", "@import \"base.css\";\n");
    write("img/parley.svg", "<svg/>");
  }

  @Test
  void aPagesModulesAndStylesBecomeOneFileEach() throws Exception {
    bundler.run();
    var script = Files.readString(bundle.resolve("js/room.js"));
    assertTrue(script.contains("\"says\"") && !script.contains("says.js"), script);
    var style = Files.readString(bundle.resolve("css/page-room.css"));
    assertEquals("a{background:url(../img/parley.svg)}", style.strip());
    assertTrue(Files.readString(bundle.resolve("js/theme.js")).length() < 35);
    assertFalse(Files.exists(bundle.resolve("css/base.css")));
  }

  @Test
  void nothingIsMadeAgainWhileTheSourcesAreTheSame() throws Exception {
    bundler.run();
    var script = bundle.resolve("js/room.js");
    Files.setLastModifiedTime(script, FileTime.from(Instant.EPOCH));
    bundler.run();
    assertEquals(FileTime.from(Instant.EPOCH), Files.getLastModifiedTime(script));
    write("js/says.js", "export function says() {\n  console.log(\"other\");\n}\n");
    bundler.run();
    assertTrue(Files.readString(script).contains("other"));
  }

  @Test
  void aMistakeInAModuleIsToldAndLeavesNoBundle() throws Exception {
    bundler.run();
    write("js/says.js", "export function says( {\n");
    var failure = assertThrows(ServicesException.class, bundler::run).toString();
    assertTrue(failure.contains("js/says.js:"), failure);
    assertFalse(Files.exists(bundle.resolve("sources")));
  }

  @Test
  void allPagesOfTheSiteAreBundled() throws IOException {
    try (var templates = Files.list(Path.of("src/main/webapp"))) {
      for (var page : templates.filter(file -> file.toString().endsWith(".xhtml")).toList()) {
        var names = script(Files.readString(page));
        assertTrue(Bundler.SCRIPTS.containsAll(names), page + " " + names);
      }
    }
  }

  private static List<String> script(String page) {
    return Pattern.compile("name=\"script\" value=\"([^\"]+)\"")
        .matcher(page)
        .results()
        .map(match -> match.group(1) + ".js")
        .toList();
  }

  private void write(String file, String text) throws IOException {
    var path = sources.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
