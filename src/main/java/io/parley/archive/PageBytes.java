package io.parley.archive;

import io.parley.conversation.Message;
import io.parley.event.Event;
import java.util.List;

/// How much text one page may hold, whatever its `limit`: a page of long messages ends early. One
/// message is always on it.
public final class PageBytes {
  /// UTF-8.
  public static final int MAX = 512 * 1024;

  private PageBytes() {}

  /// How many of the first of these sizes fit on a page.
  public static int fitting(List<Long> sizes) {
    long sum = 0;
    int count = 0;
    for (long size : sizes) {
      sum += size;
      if (count > 0 && sum > MAX) {
        return count;
      }
      count++;
    }
    return count;
  }

  /// The size of a message, as `MessageStore` counts it: its text, its model's thoughts and its
  /// citations.
  public static long of(Message message) {
    long bytes = utf8(message.content()) + message.thinking().map(PageBytes::utf8).orElse(0L);
    for (Event.Citation citation : message.citations()) {
      bytes += utf8(citation.title()) + citation.snippet().map(PageBytes::utf8).orElse(0L);
    }
    return bytes;
  }

  private static long utf8(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // each half of a surrogate pair makes two of its four bytes
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
