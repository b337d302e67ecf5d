package io.parley.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
  private static final byte[] INTEL = elf(62);
  private static final byte[] ARM = elf(183);
  private static final byte[] TEXT = "key: value".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CLASS = {
    (byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 69
  };
  private static final byte[] MAC = {
    (byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 7, 0, 0, 1
  };
  private static final byte[] FAT_MAC = {
    (byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 2
  };

  @TempDir Path directory;

  @Test
  void onlyThePlatformsOwnLibrariesStay() throws IOException {
    write("one.so", INTEL);
    write("two.so", ARM);
    byte[] freeBsd = INTEL.clone();
    freeBsd[7] = 9;
    write("zero.so", freeBsd);
    write("three.dylib", MAC);
    write("four.dylib", FAT_MAC);
    write("five.dll", windows());
    write("six.class", CLASS);
    write("seven.txt", TEXT);

    var natives = Natives.of("x86_64");
    var taken = natives.strip(directory);

    assertEquals(
        List.of("five.dll", "four.dylib", "three.dylib", "two.so", "zero.so"),
        taken.stream().map(it -> Path.of(it).getFileName().toString()).toList());
    for (var name : List.of("one.so", "six.class", "seven.txt")) {
      assertTrue(Files.exists(directory.resolve(name)), name);
    }
    assertEquals(List.of(), natives.foreign(directory));
  }

  @Test
  void theOtherArchitectureKeepsTheOtherLibrary() throws IOException {
    write("one.so", INTEL);
    write("two.so", ARM);
    assertEquals(
        List.of(directory.resolve("one.so").toString()), Natives.of("aarch64").strip(directory));
    assertTrue(Files.exists(directory.resolve("two.so")));
  }

  @Test
  void aJarWithinAJarLosesOnlyForeignEntries() throws IOException {
    var inner = new LinkedHashMap<String, byte[]>();
    inner.put("native/intel/lib.so", INTEL);
    inner.put("native/arm/lib.so", ARM);
    inner.put("A.class", CLASS);
    write("outer.war", zip(Map.of("WEB-INF/lib/inner.jar", zip(inner))));

    var taken = Natives.of("x86_64").strip(directory);

    assertEquals(
        List.of(directory.resolve("outer.war") + "!WEB-INF/lib/inner.jar!native/arm/lib.so"),
        taken);
    try (var war = new ZipFile(directory.resolve("outer.war").toFile())) {
      var jar = directory.resolve("inner.jar");
      Files.copy(war.getInputStream(war.getEntry("WEB-INF/lib/inner.jar")), jar);
      try (var left = new ZipFile(jar.toFile())) {
        assertEquals(
            List.of("native/intel/lib.so", "A.class"),
            left.stream().map(ZipEntry::getName).toList());
        assertArrayEquals(
            INTEL, left.getInputStream(left.getEntry("native/intel/lib.so")).readAllBytes());
      }
    }
  }

  @Test
  void aJarWithoutForeignCodeIsNotTouched() throws IOException {
    var content = zip(Map.of("A.class", CLASS));
    write("a.jar", content);
    assertEquals(List.of(), Natives.of("x86_64").strip(directory));
    assertArrayEquals(content, Files.readAllBytes(directory.resolve("a.jar")));
  }

  @Test
  void listingTakesNothingOut() throws IOException {
    write("two.so", ARM);
    assertFalse(Natives.of("x86_64").foreign(directory).isEmpty());
    assertTrue(Files.exists(directory.resolve("two.so")));
  }

  @Test
  void anUnknownArchitectureIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Natives.of("riscv64"));
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] elf(int machine) {
    var header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    return header.putShort(18, (short) machine).array();
  }

  private static byte[] windows() {
    var header = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {'M', 'Z'});
    header.putInt(60, 80);
    return header.put(80, (byte) 'P').put(81, (byte) 'E').array();
  }
}
