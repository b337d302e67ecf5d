package io.parley.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A headline and rows of a name and a value. In a terminal that is wide enough, it has a frame.
public final class Box {
  private static final int NAME = 17;

  private final String headline;
  private final String address;
  private final List<String> rows = new ArrayList<>();

  /// @param headline such as `Parley is ready:`
  /// @param address what people look for, in bold
  public Box(String headline, String address) {
    this.headline = headline;
    this.address = address;
  }

  public Box row(String name, String value) {
    rows.add(String.format(Locale.ROOT, "%-" + NAME + "s%s", name, value));
    return this;
  }

  List<String> lines(Terminal terminal) {
    var title = headline + " " + address;
    var shownTitle = headline + " " + terminal.bold(address);
    int width =
        rows.stream()
            .map(terminal::plain)
            .mapToInt(String::length)
            .reduce(title.length(), Math::max);
    var lines = new ArrayList<String>();
    // with the frame, the indent and a column that stays empty
    if (!terminal.live() || width + 7 > terminal.columns()) {
      lines.add(shownTitle);
      lines.addAll(rows);
      return lines;
    }
    var frame = terminal.unicode() ? Frame.LINES : Frame.ASCII;
    lines.add(frame.top(width));
    lines.add(frame.row(shownTitle, width - title.length()));
    lines.add(frame.row("", width));
    for (var row : rows) {
      lines.add(frame.row(row, width - terminal.plain(row).length()));
    }
    lines.add(frame.bottom(width));
    return lines;
  }

  private enum Frame {
    LINES("╭╮╰╯─│"),
    ASCII("++++-|");

    private final String parts;

    Frame(String parts) {
      this.parts = parts;
    }

    private String top(int width) {
      return line(0, width);
    }

    private String bottom(int width) {
      return line(2, width);
    }

    private String line(int corner, int width) {
      return parts.charAt(corner)
          + parts.substring(4, 5).repeat(width + 2)
          + parts.charAt(corner + 1);
    }

    private String row(String text, int room) {
      return parts.charAt(5) + " " + text + " ".repeat(room) + " " + parts.charAt(5);
    }
  }
}
