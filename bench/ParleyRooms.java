import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Opens rooms in Parley, and makes the guests who visit them.
final class ParleyRooms {
  private static final int AT_ONCE = 16;
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final List<String> guests = new ArrayList<>();

  ParleyRooms(List<FanoutBench.Way> ways) {
    server =
        ways.stream()
            .filter(way -> way.protocol() == Protocol.PARLEY)
            .map(way -> URI.create("http://127.0.0.1:" + way.port()))
            .findFirst()
            .orElse(URI.create("http://parley.invalid"));
  }

  static List<String> names(int count) {
    String run = UUID.randomUUID().toString().substring(0, 8);
    return IntStream.range(0, count).mapToObj(n -> "bench-" + run + "-" + n).toList();
  }

  /// New ones.
  ///
  /// @param answered whether a model answers there
  List<String> rooms(int count, boolean answered) throws Exception {
    guests(count);
    String more =
        answered ? "\"all\",\"default_model\":\"bench/clock\"" : "\"mentions\"";
    List<String> names = names(count);
    inParallel(
        count,
        n -> {
          String body = "{\"name\":\"" + names.get(n) + "\",\"answers\":" + more + "}";
          return call("/api/rooms", guests.get(n), body);
        });
    return names;
  }

  /// The tokens of so many guests, each somebody else.
  synchronized List<String> guests(int count) throws Exception {
    int missing = count - guests.size();
    if (missing > 0) {
      guests.addAll(
          inParallel(
              missing,
              _ -> {
                Matcher token = TOKEN.matcher(call("/api/guests", "", "{}"));
                if (!token.find()) {
                  throw new IllegalStateException("no token");
                }
                return token.group(1);
              }));
    }
    return guests.subList(0, count);
  }

  private interface Job {
    String run(int number) throws Exception;
  }

  private static List<String> inParallel(int count, Job job) throws Exception {
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running = new ArrayList<>();
      for (int n = 0; n < count; n++) {
        int number = n;
        running.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return job.run(number);
                  } finally {
                    places.release();
                  }
                }));
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> one : running) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private String call(String path, String bearer, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(
          path + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}
