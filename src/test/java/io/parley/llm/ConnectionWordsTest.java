package io.parley.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of failures as the JDK's HTTP client really throws them.
class ConnectionWordsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static KeyStore elsewhere;

  /// A certificate that nobody vouches for, for a host that is not this one.
  @BeforeAll
  static void makeACertificate() throws Exception {
    Path store = directory.resolve("elsewhere.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process making =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "elsewhere",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere.example",
                "-ext",
                "san=dns:elsewhere.example",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertEquals(0, making.waitFor());
    elsewhere = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      elsewhere.load(in, PASSWORD);
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthority() throws Exception {
    assertSays(
        "does not trust the certificate of localhost", withCertificate(SSLContext.getDefault()));
  }

  @Test
  void aCertificateForAnotherHost() throws Exception {
    assertSays(
        "The certificate of localhost is for another host name", withCertificate(trusting()));
  }

  @Test
  void aServerThatEndsTheConnectionInTheHandshake() throws Exception {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread closing =
        Thread.ofVirtual()
            .start(() -> {
              while (!server.isClosed()) {
                try {
                  server.accept().close();
                } catch (IOException closed) {
                  return;
                }
              }
            });
    try (server) {
      assertSays(
          "does not speak TLS, or broke off the TLS handshake",
          failure(SSLContext.getDefault(), "https", server.getLocalPort()));
      assertSays(
          "closed the connection without a response",
          failure(SSLContext.getDefault(), "http", server.getLocalPort()));
    }
    closing.join();
  }

  @Test
  void aConnectionThatTakesTooLong() {
    assertSays(
        "did not accept a connection in time",
        new Failure(new HttpConnectTimeoutException("HTTP connect timed out"), 443));
  }

  @Test
  void aFailureOfOurOwnHasNoWords() {
    assertEquals(
        Optional.empty(),
        ConnectionWords.of(new IllegalStateException("broken"), URI.create("http://localhost/v1")));
  }

  private record Failure(Throwable thrown, int port) {}

  private static void assertSays(String words, Failure failure) {
    String said =
        ConnectionWords.of(
                failure.thrown(), URI.create("https://localhost:" + failure.port() + "/v1"))
            .orElseThrow();
    assertTrue(said.contains(words), said + " of " + failure.thrown());
  }

  /// What a client meets at a server that has the certificate.
  private static Failure withCertificate(SSLContext client) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(elsewhere, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    try (ServerSocket server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving =
          Thread.ofVirtual()
              .start(() -> {
                try (var connection = server.accept()) {
                  connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException refused) {
                  assertTrue(refused.getMessage() != null);
                }
              });
      Failure failure = failure(client, "https", server.getLocalPort());
      serving.join();
      return failure;
    }
  }

  private static Failure failure(SSLContext context, String scheme, int port) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/v1/models"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return new Failure(
          assertThrows(IOException.class, () -> client.send(request, BodyHandlers.discarding())),
          port);
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(elsewhere);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
