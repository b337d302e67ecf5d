package io.parley.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static final String ROOM = "import { a } from \"./session/a.js\";\n";

  private final Site site =
      Site.of(
          Map.of(
              "/js/room.js", ROOM,
              "/js/session/a.js", "export { b } from \"../b.js\";\n",
              "/js/b.js", "export const b = 1;\n",
              "/css/room.css", "a{}",
              "/img/parley.svg", "<svg/>",
              "/vendor/lib/lib.js", "lib",
              "/error/404.html", "<link href=\"/css/room.css\"><a href=\"/\">Rooms</a>",
              "/WEB-INF/web.xml", "<web-app/>"));

  @Test
  void theVersionChangesWithTheNamesAndContentsOfFilesAlone() {
    String before = site.assets().version();
    assertTrue(before.matches("[0-9a-f]{10}"), before);
    site.files.put("/WEB-INF/web.xml", "<web-app></web-app>");
    assertEquals(before, site.assets().version());
    site.files.put("/img/parley.svg", "<svg></svg>");
    String picture = site.assets().version();
    assertNotEquals(before, picture);
    site.files.put("/css/other.css", site.files.remove("/css/room.css"));
    assertNotEquals(picture, site.assets().version());
  }

  @Test
  void aFileIsFoundBelowAnyVersionAndWithoutOne() {
    Assets assets = site.assets();
    for (String address : List.of(assets.getBase() + "/js/room.js", "/assets/0/js/room.js")) {
      assertEquals(Optional.of("/js/room.js"), assets.file(address), address);
    }
    assertEquals(Optional.of("/js/room.js"), assets.file("/js/room.js"));
  }

  @Test
  void nothingButFilesIsFoundBelowAVersion() {
    Assets assets = site.assets();
    for (String path :
        List.of("/WEB-INF/web.xml", "/error/404.html", "/bundle/js/room.js", "/js/no.js", "/js/")) {
      assertEquals(Optional.empty(), assets.file(assets.getBase() + path), path);
      assertEquals(Optional.empty(), assets.file(path), path);
    }
    assertEquals(Optional.empty(), assets.file("/assets//js/room.js"));
  }

  @Test
  void aBundleOfTheseSourcesIsServedInTheirPlace() {
    String unbundled = site.assets().version();
    bundle();
    Assets assets = site.assets();
    assertEquals(Optional.of("/bundle/js/room.js"), assets.file(assets.getBase() + "/js/room.js"));
    assertEquals(Optional.of("/js/b.js"), assets.file(assets.getBase() + "/js/b.js"));
    assertEquals(Optional.of("/js/room.js"), assets.file("/js/room.js"));
    assertEquals(List.of(), assets.modules("room"));
    assertNotEquals(unbundled, assets.version());
  }

  @Test
  void aBundleOfOtherSourcesIsIgnored() {
    bundle();
    site.files.put("/js/b.js", "export const b = 2;\n");
    Assets assets = site.assets();
    assertEquals(Optional.of("/js/room.js"), assets.file(assets.getBase() + "/js/room.js"));
    assertFalse(assets.modules("room").isEmpty());
  }

  @Test
  void theModulesOfAScriptThatIsNotBundledAreAllNamed() {
    Assets assets = site.assets();
    assertEquals(
        List.of(assets.getBase() + "/js/session/a.js", assets.getBase() + "/js/b.js"),
        assets.modules("room"));
  }

  @Test
  void anErrorPageNamesVersionedFiles() {
    Assets assets = site.assets();
    String page = new String(assets.errorPage(404).orElseThrow(), StandardCharsets.UTF_8);
    assertEquals(
        "<link href=\"" + assets.getBase() + "/css/room.css\"><a href=\"/\">Rooms</a>", page);
    assertEquals(Optional.empty(), assets.errorPage(403));
  }

  @Test
  void liveFilesAreThoseOfTheMomentAndNeverBundled() {
    bundle();
    Assets assets = site.live();
    assertEquals("live", assets.version());
    assertEquals(Optional.of("/js/room.js"), assets.file("/assets/live/js/room.js"));
    assertEquals(Optional.empty(), assets.file("/assets/live/js/new.js"));
    site.files.put("/js/new.js", "export {};");
    assertEquals(Optional.of("/js/new.js"), assets.file("/assets/live/js/new.js"));
    assertEquals(Optional.empty(), assets.file("/assets/live/WEB-INF/web.xml"));
  }

  private void bundle() {
    Fingerprint sources = new Fingerprint();
    site.files.keySet().stream()
        .filter(Fingerprint::isSource)
        .forEach(path -> sources.add(path, site.bytes(path)));
    site.files.put("/bundle/sources", sources.end());
    site.files.put("/bundle/js/room.js", "const b=1;");
  }
}
