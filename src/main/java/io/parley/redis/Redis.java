package io.parley.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/// One pool of connections to Redis, opened when first needed. Safe for use by many threads,
/// virtual ones too; a call blocks for the configured timeout at most, and not at all while Redis
/// is known to be away.
public final class Redis implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Redis.class.getName());
  private static final int DEFAULT_PORT = 6379;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

  /// For bursts only: while Redis hangs, turns come back after the timeout of an answer.
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(1);

  private final RedisClient client;
  private final Semaphore turns;
  private final Circuit circuit;
  private final Clock clock;
  private final Runnable failed;
  private final AtomicReference<Instant> lastAnswer = new AtomicReference<>(Instant.MIN);

  /// @param failed is told of each call that got no answer
  Redis(RedisConfig config, Clock clock, Runnable failed) {
    this.client = client(config);
    this.turns = new Semaphore(config.connections());
    this.clock = clock;
    this.circuit = new Circuit(clock, PAUSE_AFTER_FAILURE);
    this.failed = failed;
  }

  /// Runs a command, a script or a pipeline.
  ///
  /// @throws RedisUnavailableException if there is no answer, or no sense in asking
  public <T> T call(Function<RedisClient, T> commands) {
    // waiting for a turn is not a failure of Redis, and who has waited asks the circuit afterwards
    if (!takeTurn()) {
      failed.run();
      throw new RedisUnavailableException("All connections to Redis are in use");
    }
    try {
      return callNow(commands);
    } finally {
      turns.release();
    }
  }

  /// The answer for which somebody asked Redis; empty while Redis is unavailable, or if it has
  /// nothing. For whoever can go on without it.
  ///
  /// @param question asks Redis, through [#call] or somebody who calls it
  public static <T> Optional<T> ifAvailable(Supplier<? extends @Nullable T> question) {
    try {
      return Optional.ofNullable(question.get());
    } catch (RedisUnavailableException e) {
      LOG.log(Level.DEBUG, "Redis is unavailable, Parley continues without it", e);
      return Optional.empty();
    }
  }

  private <T> T callNow(Function<RedisClient, T> commands) {
    if (!circuit.lets()) {
      throw new RedisUnavailableException("Redis did not answer a moment ago");
    }
    try {
      T answer = commands.apply(client);
      circuit.succeeded();
      lastAnswer.set(clock.instant());
      return answer;
    } catch (JedisException e) {
      circuit.failed();
      failed.run();
      // the other idle connections most likely lead to the same server that is gone
      client.getPool().clear();
      throw new RedisUnavailableException(e);
    }
  }

  private boolean takeTurn() {
    try {
      return turns.tryAcquire(TURN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Whether it answers now.
  public boolean answers() {
    return ifAvailable(() -> call(RedisClient::ping)).filter("PONG"::equals).isPresent();
  }

  /// Whether it answers now, or did so not long ago: one slow answer is not the end of Redis.
  public boolean answersWithin(Duration grace) {
    return answers() || lastAnswer.get().isAfter(clock.instant().minus(grace));
  }

  @Override
  public void close() {
    client.close();
  }

  private static RedisClient client(RedisConfig config) {
    int timeout = (int) config.timeout().toMillis();
    int port = config.url().getPort() == -1 ? DEFAULT_PORT : config.url().getPort();
    GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(config.connections());
    pool.setMaxIdle(config.connections());
    pool.setMaxWait(config.timeout());
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(new HostAndPort(config.url().getHost(), port))
        .clientConfig(
            DefaultJedisClientConfig.builder(config.url())
                .connectionTimeoutMillis(timeout)
                .socketTimeoutMillis(timeout)
                .clientName("parley")
                .build())
        .poolConfig(pool)
        .build();
  }
}
