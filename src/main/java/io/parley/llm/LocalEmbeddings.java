package io.parley.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.parley.platform.Json;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Texts as vectors, computed on this machine: all-MiniLM-L6-v2, quantised, 384 dimensions, in ONNX
/// Runtime.
///
/// It costs some 100 MB outside the heap, so it is loaded when it is first asked for. One thread
/// computes, and a platform thread, since native code holds its carrier; who finds too many before
/// them is told so. Safe for use by many threads.
public final class LocalEmbeddings implements Embedder, AutoCloseable {
  public static final ModelId MODEL = new ModelId("local", "all-minilm-l6-v2");
  public static final int DIMENSIONS = 384;

  /// Tokens that the model reads at a time. A longer text is read in parts of this size; its vector
  /// is the mean of theirs, weighted by their length.
  public static final int WINDOW_TOKENS = 500;

  /// Of all texts of a request: what some 262,144 characters of English have, and a minute's work.
  public static final int MAX_TOKENS = 65_536;

  private static final Limits LIMITS =
      new Limits(256, 256 * 1024, OptionalInt.of(MAX_TOKENS), OptionalInt.of(WINDOW_TOKENS));

  private static final Logger LOG = System.getLogger(LocalEmbeddings.class.getName());
  private static final String WEIGHTS = "all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  /// Tokens that the model has positions for, its marks of beginning and end among them.
  private static final int MOST_READ = 512;

  private static final int MOST_WAITING = 64;
  private static final Duration SOON = Duration.ofSeconds(5);

  /// Where DJL, beneath the model's tokenizer, puts its native library; by default the home
  /// directory.
  private static final String NATIVES = "ENGINE_CACHE_DIR";

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("local-embeddings").factory());

  private Optional<Loaded> loaded = Optional.empty();

  private record Loaded(EmbeddingModel model, TokenWindows windows) {}

  public LocalEmbeddings() {
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public ModelId model() {
    return MODEL;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public OptionalInt dimensions() {
    return OptionalInt.of(DIMENSIONS);
  }

  /// Every word of a text counts, see [#WINDOW_TOKENS].
  ///
  /// @throws io.parley.platform.ProblemException `too_large` if the texts have more than
  ///   [#MAX_TOKENS], `unavailable` if there is too much to do, or the model does not run on this
  ///   machine
  @Override
  public Embedded embed(List<String> texts) {
    try {
      return thread.submit(() -> compute(texts)).get();
    } catch (RejectedExecutionException e) {
      throw Problem.UNAVAILABLE.because(
          "%d requests wait for the local embedding model.".formatted(MOST_WAITING), SOON);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException refusal) {
        throw refusal;
      }
      LOG.log(Level.ERROR, "The local embedding model does not run", e);
      throw Problem.UNAVAILABLE.because("The local embedding model does not run here.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.UNAVAILABLE.because("The server is stopping.");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Embedded compute(List<String> texts) throws IOException {
    Loaded ready = ready();
    List<List<TokenWindows.Part>> all = parts(ready.windows(), texts);
    List<float[]> vectors = new ArrayList<>();
    int tokens = 0;
    for (List<TokenWindows.Part> parts : all) {
      float[] sum = new float[DIMENSIONS];
      for (TokenWindows.Part part : parts) {
        Response<Embedding> response = ready.model().embed(part.text());
        tokens +=
            Optional.ofNullable(response.tokenUsage()).map(TokenUsage::inputTokenCount).orElse(0);
        add(sum, response.content().vector(), part.tokens());
      }
      vectors.add(UnitVector.of(sum));
    }
    return new Embedded(vectors, tokens);
  }

  private static List<List<TokenWindows.Part>> parts(TokenWindows windows, List<String> texts) {
    List<List<TokenWindows.Part>> all = new ArrayList<>();
    int tokens = 0;
    for (String text : texts) {
      List<TokenWindows.Part> parts = windows.of(text);
      tokens += parts.stream().mapToInt(TokenWindows.Part::tokens).sum();
      if (tokens > MAX_TOKENS) {
        throw Problem.TOO_LARGE.because(
            "The input has more than %,d tokens. Send it in several requests."
                .formatted(MAX_TOKENS));
      }
      all.add(parts);
    }
    return all;
  }

  private static void add(float[] sum, float[] vector, int weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[i];
    }
  }

  /// On the one thread only.
  private Loaded ready() throws IOException {
    if (loaded.isEmpty()) {
      long begin = System.nanoTime();
      loaded = Optional.of(load());
      LOG.log(
          Level.INFO,
          () ->
              "The model %s is loaded after %d ms"
                  .formatted(MODEL, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
    }
    return loaded.get();
  }

  /// Model and library are unpacked into a directory that only we can write to, and go when they
  /// are read. Read from the archive instead, the model would be on the heap three times for a
  /// moment, 73 MB.
  private static Loaded load() throws IOException {
    Path directory = Files.createTempDirectory("parley-embeddings");
    boolean asked = System.getenv(NATIVES) != null || System.getProperty(NATIVES) != null;
    if (!asked) {
      System.setProperty(NATIVES, directory.toString());
    }
    try {
      Path tokenizer = unpack(TOKENIZER, directory);
      return new Loaded(
          make(unpack(WEIGHTS, directory), whole(tokenizer)),
          new TokenWindows(tokenizer, WINDOW_TOKENS));
    } finally {
      if (!asked) {
        System.clearProperty(NATIVES);
      }
      delete(directory);
    }
  }

  private static Path unpack(String name, Path directory) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream archived =
        Objects.requireNonNull(
            AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream("/" + name), name)) {
      Files.copy(archived, file);
    }
    return file;
  }

  /// As it comes with the model, it leaves out what is behind the first 128 tokens, and with it
  /// what a longer text is about.
  private static Path whole(Path tokenizer) throws IOException {
    if (!(Json.MAPPER.readTree(tokenizer.toFile()) instanceof ObjectNode settings)) {
      throw new IOException("no tokenizer: " + tokenizer);
    }
    settings.putNull("padding").withObject("/truncation").put("max_length", MOST_READ);
    Json.MAPPER.writeValue(tokenizer.toFile(), settings);
    return tokenizer;
  }

  /// Everything on the thread that asks: the pool that it would make otherwise is never closed.
  private static EmbeddingModel make(Path weights, Path tokenizer) {
    return new OnnxEmbeddingModel(weights, tokenizer, PoolingMode.MEAN, Runnable::run);
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> directory + " cannot be deleted", e);
    }
  }
}
