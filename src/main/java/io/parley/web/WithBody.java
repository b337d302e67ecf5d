package io.parley.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request whose whole body has arrived: to read it never waits.
///
/// It keeps the address as it was written. A request that is dispatched again has a decoded one,
/// which is no address where it holds spaces or quotes.
final class WithBody extends HttpServletRequestWrapper {
  /// What a container gives a request that is answered asynchronously, unless told otherwise.
  private static final Duration CONTAINERS_PATIENCE = Duration.ofSeconds(30);

  private static final String FORM = "application/x-www-form-urlencoded";

  private final ReceivedBody body;
  private final String uri;
  private final String url;
  private final @Nullable String query;
  private Optional<ServletInputStream> stream = Optional.empty();
  private Optional<Form> form = Optional.empty();

  WithBody(HttpServletRequest request, ReceivedBody body) {
    super(request);
    this.body = body;
    this.uri = request.getRequestURI();
    this.url = request.getRequestURL().toString();
    this.query = request.getQueryString();
  }

  @Override
  public String getRequestURI() {
    return uri;
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(url);
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  ReceivedBody body() {
    return body;
  }

  /// How large it is, also where the client did not say so before it was sent.
  @Override
  public long getContentLengthLong() {
    long announced = super.getContentLengthLong();
    return announced < 0 ? body.size() : announced;
  }

  @Override
  public int getContentLength() {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, getContentLengthLong()));
  }

  static boolean isForm(HttpServletRequest request) {
    return Optional.ofNullable(request.getContentType())
        .map(type -> type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(FORM))
        .orElse(false);
  }

  /// The fields of the address and, if the body is a form, of the body.
  ///
  /// @throws io.parley.platform.ProblemException `invalid_request`
  Form form() {
    if (form.isEmpty()) {
      String query = Optional.ofNullable(getQueryString()).orElse("");
      form = Optional.of(isForm(this) ? Form.parse(query, text()) : Form.parse(query));
    }
    return form.get();
  }

  private String text() {
    try (InputStream all = body.open()) {
      return new String(all.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (stream.isEmpty()) {
      stream = Optional.of(new Arrived(body.open()));
    }
    return stream.get();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    // a charset that does not exist was refused with the Content-Type
    Charset encoding =
        Optional.ofNullable(getCharacterEncoding())
            .map(Charset::forName)
            .orElse(StandardCharsets.UTF_8);
    return new BufferedReader(new InputStreamReader(getInputStream(), encoding));
  }

  @Override
  public @Nullable String getParameter(String name) {
    return form().fields().getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> all = new LinkedHashMap<>();
    form().fields().forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
    return all;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(form().fields().keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  /// The time that the body was given is not the time that the answer is given.
  @Override
  public AsyncContext startAsync() {
    return patient(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return patient(super.startAsync(request, response));
  }

  private static AsyncContext patient(AsyncContext context) {
    context.setTimeout(CONTAINERS_PATIENCE.toMillis());
    return context;
  }

  private static final class Arrived extends ServletInputStream {
    private final InputStream bytes;
    private boolean finished;

    Arrived(InputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      int octet = bytes.read();
      finished = octet < 0;
      return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = bytes.read(into, offset, length);
      finished = count < 0;
      return count;
    }

    @Override
    public int available() throws IOException {
      return bytes.available();
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The body has arrived already");
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
