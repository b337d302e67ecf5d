package io.parley.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// What a logger says while this is open, causes and details included. Other tests run beside this
/// one, and may use the same logger: where it counts what is not said, a test asks for the lines
/// about something of its own.
public final class Logged implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level before;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Formatter formatter = new SimpleFormatter();
  private final Handler handler = new Collector();
  private final String about;

  public Logged(String name) {
    this(name, "");
  }

  /// @param about only messages that contain it
  public Logged(String name, String about) {
    this.about = about;
    logger = Logger.getLogger(name);
    before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  public String text() {
    return String.join("\n", lines);
  }

  /// What operators see.
  public List<String> said() {
    return List.copyOf(said);
  }

  /// What they are to do something about.
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(before);
  }

  private final class Collector extends Handler {
    Collector() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      String message = formatter.formatMessage(entry);
      if (!message.contains(about)) {
        return;
      }
      StringWriter text = new StringWriter();
      text.append(message);
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      lines.add(text.toString());
      if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
        said.add(message);
      }
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(message);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
