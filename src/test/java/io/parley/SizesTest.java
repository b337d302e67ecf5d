package io.parley;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Classes and methods stay small enough to be read at once.
///
/// A class is a top-level type with everything inside it. Its lines are those of code: neither
/// package and imports, nor blank lines and comments, so that no explanation is left out to keep a
/// class small. A method's lines run from its signature, which comes after its modifiers and
/// annotations, to its closing brace, comments included; methods without a body do not count. A
/// file is measured with everything in it as well: one that is long for its comments has two things
/// to explain.
class SizesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int CLASS_MEDIAN = 60;
  private static final int CLASS_P90 = 150;
  private static final int CLASS_MAX = 300;
  private static final int FILE_MAX = 300;
  private static final int METHOD_P90 = 17;
  private static final int METHOD_MAX = 40;

  private static final int SHOWN = 10;

  private record Size(String where, int lines) {}

  private record Sizes(List<Size> files, List<Size> classes, List<Size> methods) {}

  @Test
  void classesAndMethodsAreSmall() throws IOException {
    Sizes sizes = measure(sources());
    assertAll(
        () -> assertAtMost("largest", 100, FILE_MAX, "file", sizes.files()),
        () -> assertAtMost("median", 50, CLASS_MEDIAN, "class", sizes.classes()),
        () -> assertAtMost("90th percentile", 90, CLASS_P90, "class", sizes.classes()),
        () -> assertAtMost("largest", 100, CLASS_MAX, "class", sizes.classes()),
        () -> assertAtMost("90th percentile", 90, METHOD_P90, "method", sizes.methods()),
        () -> assertAtMost("largest", 100, METHOD_MAX, "method", sizes.methods()));
  }

  @Test
  void linesOfCodeAreCounted(@TempDir Path directory) throws IOException {
    String source =
        """
        package a;

        import java.util.List;
        import java.util.Map;

        /// Says something.
        class Small {
          @Deprecated
          @SuppressWarnings("unused")
          private static <T> void method(
              List<T> list) {
            // one line
          }

          abstract void none();

          Small() {}
        }
        """;
    Path file = Files.writeString(directory.resolve("Small.java"), source);
    Sizes sizes = measure(List.of(file));
    assertEquals(List.of(18), sizes.files().stream().map(Size::lines).toList());
    assertEquals(List.of(9), sizes.classes().stream().map(Size::lines).toList());
    assertEquals(List.of(4, 1), sizes.methods().stream().map(Size::lines).toList());
  }

  private static void assertAtMost(
      String figure, int percent, int limit, String kind, List<Size> sizes) {
    int found = percentile(sizes, percent);
    assertTrue(
        found <= limit,
        () ->
            "The %s %s has %d lines, and the limit is %d. The largest are:%n%s"
                .formatted(figure, kind, found, limit, largest(sizes, limit)));
  }

  /// By the nearest rank: so many percent are at most as large.
  private static int percentile(List<Size> sizes, int percent) {
    List<Integer> sorted = sizes.stream().map(Size::lines).sorted().toList();
    int rank = Math.ceilDiv(sorted.size() * percent, 100);
    return sorted.get(rank - 1);
  }

  private static String largest(List<Size> sizes, int limit) {
    List<Size> sorted =
        sizes.stream().sorted(Comparator.comparingInt(Size::lines).reversed()).toList();
    long above = sizes.stream().filter(size -> size.lines() > limit).count();
    return sorted.stream()
            .limit(SHOWN)
            .map(size -> "%5d  %s".formatted(size.lines(), size.where()))
            .collect(Collectors.joining("\n"))
        + "\n%d of %d are above the limit.".formatted(above, sizes.size());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  private static Sizes measure(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Sizes sizes = new Sizes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree file : task.parse()) {
        new Measuring(file, positions, sizes).scan(file, null);
      }
    }
    return sizes;
  }

  /// Measures one file and the methods in it.
  private static final class Measuring extends TreeScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final SourcePositions positions;
    private final Sizes sizes;
    private final String text;

    Measuring(CompilationUnitTree file, SourcePositions positions, Sizes sizes) throws IOException {
      this.file = file;
      this.positions = positions;
      this.sizes = sizes;
      this.text = file.getSourceFile().getCharContent(true).toString();
    }

    @Override
    public Void visitCompilationUnit(CompilationUnitTree unit, Void nothing) {
      long code = text.lines().map(String::strip).filter(Measuring::isCode).count();
      sizes.classes().add(new Size(name(), (int) code));
      sizes.files().add(new Size(name(), (int) text.lines().count()));
      return super.visitCompilationUnit(unit, null);
    }

    private static boolean isCode(String line) {
      return !line.isEmpty()
          && !line.startsWith("//")
          && !line.startsWith("package ")
          && !line.startsWith("import ");
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      if (method.getBody() != null) {
        int first = lineOf(signature(method));
        sizes
            .methods()
            .add(
                new Size(
                    name() + ":" + first + " " + method.getName(),
                    lineOf(end(method)) - first + 1));
      }
      return super.visitMethod(method, null);
    }

    /// Where it begins after its modifiers.
    private long signature(MethodTree method) {
      long modifiers = end(method.getModifiers());
      int at = (int) Math.max(start(method), modifiers);
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private String name() {
      String path = file.getSourceFile().getName();
      int from = path.lastIndexOf("/io/parley/");
      return from < 0 ? path : path.substring(from + "/io/parley/".length());
    }

    private long start(Tree tree) {
      return positions.getStartPosition(file, tree);
    }

    private long end(Tree tree) {
      return positions.getEndPosition(file, tree);
    }

    private int lineOf(long position) {
      return (int) file.getLineMap().getLineNumber(position);
    }
  }
}
