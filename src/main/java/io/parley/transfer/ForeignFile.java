package io.parley.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.parley.platform.LimitedInput;
import io.parley.platform.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// A file that somebody brings: an export of Parley, of another product, or a zip of such.
final class ForeignFile {
  /// Looked at to know what it is: our exports begin with their format.
  private static final int HEAD = 64 * 1024;

  /// Everything of a zip together, also what is skipped: a picture is inflated all the same.
  private static final int UNPACKED = 16;

  private static final int MAX_ENTRIES = 50_000;
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final Set<String> FOREIGN_FIELDS =
      Set.of("mapping", "history", "chat", "conversationId");

  /// ChatGPT numbers them where there are many.
  private static final Pattern CONVERSATIONS =
      Pattern.compile(
          "(?:.*/)?(?:conversations?(?:[-_]\\d+)?|(?:chat|all-chats?)-export.*)\\.json");

  private final BufferedInputStream body;
  private final int maxBytes;
  private final int maxMessages;

  /// @param maxBytes of a conversation's texts, and a sixteenth of what a zip may hold
  ForeignFile(InputStream body, int maxBytes, int maxMessages) {
    this.body = new BufferedInputStream(body, HEAD);
    this.maxBytes = maxBytes;
    this.maxMessages = maxMessages;
  }

  /// All of it, from its beginning.
  InputStream body() {
    return body;
  }

  /// Whether another product has written it. What cannot be told is taken for an export of Parley,
  /// whose reader says what is wrong.
  boolean isForeign() throws IOException {
    byte[] head = head();
    if (isZip(head)) {
      return true;
    }
    try (JsonParser json = ForeignReader.FACTORY.createParser(new ByteArrayInputStream(head))) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return true;
      }
      while (first == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (name.equals("format") || FOREIGN_FIELDS.contains(name)) {
          return !name.equals("format");
        }
        json.nextToken();
        json.skipChildren();
      }
      return false;
    } catch (JsonProcessingException endsOrIsNone) {
      return false;
    }
  }

  /// @throws io.parley.platform.ProblemException `invalid_request`, `too_large`
  void read(Consumer<ForeignConversation> found) throws IOException {
    try {
      if (isZip()) {
        unzip(found);
      } else {
        conversations(body, found);
      }
    } catch (StreamConstraintsException e) {
      throw Problem.TOO_LARGE.because(
          "The JSON is nested too deeply, or holds a text that is too long.");
    } catch (JsonProcessingException e) {
      throw Problem.INVALID_REQUEST.because(
          "The file is not valid JSON at line %d, column %d."
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw Problem.INVALID_REQUEST.because(
          "The zip cannot be read. It is damaged, incomplete or encrypted.");
    }
  }

  private void unzip(Consumer<ForeignConversation> found) throws IOException {
    ZipInputStream zip = new ZipInputStream(body);
    Unpacked unpacked = new Unpacked(zip, (long) UNPACKED * maxBytes);
    int entries = 0;
    int read = 0;
    ZipEntry entry = zip.getNextEntry();
    while (entry != null) {
      if (++entries > MAX_ENTRIES) {
        throw Problem.TOO_LARGE.because("The zip has more than %,d files.".formatted(MAX_ENTRIES));
      }
      if (CONVERSATIONS.matcher(entry.getName()).matches()) {
        read++;
        conversations(unpacked, found);
      }
      // to the end of the entry, counted
      unpacked.transferTo(OutputStream.nullOutputStream());
      entry = zip.getNextEntry();
    }
    if (read == 0) {
      throw Problem.INVALID_REQUEST.because("The zip contains no conversations.json.");
    }
  }

  private void conversations(InputStream from, Consumer<ForeignConversation> found)
      throws IOException {
    try (JsonParser json =
        ForeignReader.FACTORY.createParser(from).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      new ForeignReader(json, maxMessages, maxBytes).read(found);
    }
  }

  boolean isZip() throws IOException {
    return isZip(head());
  }

  private byte[] head() throws IOException {
    body.mark(HEAD);
    byte[] head = body.readNBytes(HEAD);
    body.reset();
    return head;
  }

  private static boolean isZip(byte[] head) {
    byte[] begin = Arrays.copyOf(head, ZIP.length);
    return Arrays.equals(begin, ZIP) || Arrays.equals(begin, EMPTY_ZIP);
  }

  /// What comes out of a zip, up to a limit. Closing it leaves the zip open.
  private static final class Unpacked extends LimitedInput {
    private Unpacked(InputStream zip, long maxBytes) {
      super(
          zip,
          maxBytes,
          () -> {
            throw Problem.TOO_LARGE.because(
                "The zip unpacks to more than %,d bytes.".formatted(maxBytes));
          });
    }

    @Override
    public void close() {}
  }
}
