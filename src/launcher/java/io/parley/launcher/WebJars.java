package io.parley.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// npm packages from Maven Central (webjars.org), laid out as npm would.
public final class WebJars {
  private static final String ROOT = "META-INF/resources/webjars/";

  private WebJars() {}

  /// Whether a package is on the class path.
  public static boolean has(String name) {
    return WebJars.class.getClassLoader().getResource(ROOT + name) != null;
  }

  /// Unpacks the one version of a package that is on the class path.
  ///
  /// @param name the web jar's, such as `types__trusted-types`
  /// @param target the package's directory, left as it is where it exists
  public static void unpack(String name, Path target) throws IOException {
    if (Files.exists(target)) {
      return;
    }
    inside(
        name,
        root -> {
          copy(root, target);
          return target;
        });
  }

  /// The version of a package that is on the class path.
  public static String version(String name) throws IOException {
    return inside(name, root -> root.getFileName().toString());
  }

  private interface Reading<T> {
    T read(Path root) throws IOException;
  }

  private static <T> T inside(String name, Reading<T> reading) throws IOException {
    var root = ROOT + name;
    var resource = WebJars.class.getClassLoader().getResource(root);
    if (resource == null) {
      throw new IOException("Not on the class path: " + root);
    }
    try (var jar = FileSystems.newFileSystem(jar(resource.toString()), Map.of());
        var versions = Files.list(jar.getPath(root))) {
      return reading.read(versions.findFirst().orElseThrow());
    } catch (URISyntaxException e) {
      throw new IOException("Not a jar: " + resource, e);
    }
  }

  private static URI jar(String resource) throws URISyntaxException {
    return new URI(resource.substring(0, resource.indexOf("!/")));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (var path : paths.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
