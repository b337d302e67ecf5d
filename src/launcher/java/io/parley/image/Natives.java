package io.parley.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Native code of other platforms, in files and in jars, also in jars within jars. A program is
/// known by how it begins, not by its name: libraries name their directories as they like.
///
/// `java Natives.java strip <directory> <arch>` takes it out, and `java Natives.java list
/// <directory> <arch>` prints it and fails if there is any. The architecture is as `uname -m` says.
public final class Natives {
  /// The fields `e_machine` of ELF.
  private static final Map<String, Integer> MACHINES = Map.of("x86_64", 62, "aarch64", 183);

  private static final int ELF = 0x7f454c46;
  private static final int FREE_BSD = 9;
  private static final int ZIP = 0x504b0304;

  /// Mach-O of 32 and 64 bits, both byte orders, and of several architectures with its version,
  /// because a Java class begins as they do.
  private static final List<Integer> MACH_O =
      List.of(0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe);

  private static final int FAT_MACH_O = 0xcafebabe;
  private static final int MOST_ARCHITECTURES = 20;
  private static final int HEAD = 20;

  private final int machine;

  private Natives(int machine) {
    this.machine = machine;
  }

  /// @throws IllegalArgumentException if there is no image for this architecture
  static Natives of(String architecture) {
    return Optional.ofNullable(MACHINES.get(architecture))
        .map(Natives::new)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no image for " + architecture + ", only for " + MACHINES.keySet()));
  }

  /// @param args `strip` or `list`, the directory, and the architecture
  public static void main(String[] args) throws IOException {
    var natives = of(args[2]);
    var directory = Path.of(args[1]);
    var foreign = args[0].equals("strip") ? natives.strip(directory) : natives.foreign(directory);
    foreign.forEach(System.out::println);
    if (!args[0].equals("strip") && !foreign.isEmpty()) {
      System.exit(1);
    }
  }

  /// What does not run on this platform, as `file` or `file!entry`.
  List<String> foreign(Path directory) throws IOException {
    var found = new ArrayList<String>();
    for (var file : files(directory)) {
      look(file.toString(), Files.readAllBytes(file), found);
    }
    return List.copyOf(found);
  }

  /// Takes out what does not run on this platform, and returns it.
  List<String> strip(Path directory) throws IOException {
    var all = new ArrayList<String>();
    for (var file : files(directory)) {
      var found = new ArrayList<String>();
      var content = Files.readAllBytes(file);
      look(file.toString(), content, found);
      if (isForeign(content)) {
        Files.delete(file);
      } else if (!found.isEmpty()) {
        replace(file, without(content));
      }
      all.addAll(found);
    }
    return List.copyOf(all);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    var beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, content);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void look(String name, byte[] content, List<String> found) throws IOException {
    if (isForeign(content)) {
      found.add(name);
    } else if (head(content) == ZIP) {
      try (var zip = new ZipInputStream(new ByteArrayInputStream(content))) {
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          look(name + "!" + entry.getName(), zip.readAllBytes(), found);
        }
      }
    }
  }

  /// The same archive, in the same order, with the times of its entries.
  private byte[] without(byte[] archive) throws IOException {
    var bytes = new ByteArrayOutputStream(archive.length);
    try (var in = new ZipInputStream(new ByteArrayInputStream(archive));
        var out = new ZipOutputStream(bytes)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        copy(entry, in, out);
      }
    }
    return bytes.toByteArray();
  }

  private void copy(ZipEntry entry, InputStream in, ZipOutputStream out) throws IOException {
    var content = in.readAllBytes();
    if (isForeign(content)) {
      return;
    }
    var found = new ArrayList<String>();
    look(entry.getName(), content, found);
    var copy = new ZipEntry(entry.getName());
    copy.setTime(entry.getTime());
    out.putNextEntry(copy);
    out.write(found.isEmpty() ? content : without(content));
    out.closeEntry();
  }

  private boolean isForeign(byte[] content) {
    int head = head(content);
    if (head == ELF && content.length >= HEAD) {
      var order = content[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return ByteBuffer.wrap(content).order(order).getShort(18) != machine
          || content[7] == FREE_BSD;
    }
    if (head == FAT_MACH_O && content.length >= 8) {
      return ByteBuffer.wrap(content).getInt(4) < MOST_ARCHITECTURES;
    }
    return MACH_O.contains(head) || isWindows(content);
  }

  private static int head(byte[] content) {
    return content.length < 4 ? 0 : ByteBuffer.wrap(content).getInt();
  }

  /// `MZ`, and `PE` where its header says.
  private static boolean isWindows(byte[] content) {
    if (content.length < 64 || content[0] != 'M' || content[1] != 'Z') {
      return false;
    }
    int header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(60);
    return header > 0
        && header < content.length - 1
        && content[header] == 'P'
        && content[header + 1] == 'E';
  }
}
