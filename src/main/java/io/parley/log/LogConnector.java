package io.parley.log;

import io.parley.node.Role;
import io.parley.node.Roles;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;

/// Connects channels to the log's topics: Liberty's own connector for Kafka, with our settings. A
/// channel that is named like a [Role] has nothing to read on a node that does not have it, which
/// does not join the channel's group.
///
/// Connects when the topics are there, however long that takes after the start, and again whenever
/// the stream ends, which Liberty's does for good at the first error. The fan-out's groups, which
/// are this node's own, begin in the past ([LogConfig#tail]) and are deleted when the node stops.
@ApplicationScoped
@Connector("parley-log")
public class LogConnector implements IncomingConnectorFactory {
  private static final Logger LOG = System.getLogger(LogConnector.class.getName());

  /// What a channel gets that is not this node's role: a stream that has not ended, as the
  /// container would otherwise report it.
  private static final Publisher<Message<?>> NOTHING =
      subscriber ->
          subscriber.onSubscribe(
              new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
              });

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  @Inject LogConfig config;
  @Inject KafkaClients clients;
  @Inject Topics topics;
  @Inject ReadProgress readProgress;
  @Inject Clock clock;
  @Inject Roles roles;

  @Inject
  @Connector("liberty-kafka")
  IncomingConnectorFactory kafka;

  /// The fan-out's groups that have begun, by their topic.
  private final Map<String, String> begun = new ConcurrentHashMap<>();

  private volatile boolean closed;

  @Override
  public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config own) {
    String channel = own.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    if (Role.of(channel).filter(role -> !roles.has(role)).isPresent()) {
      LOG.log(Level.INFO, "This node does not read the channel {0}", channel);
      return ReactiveStreams.fromPublisher(NOTHING);
    }
    Map<String, String> settings = ChannelSettings.of(channel, own, config);
    return ReactiveStreams.fromPublisher(
        new ReconnectingPublisher<Message<?>>(
            channel, () -> connect(channel, settings), () -> closed));
  }

  private Publisher<? extends Message<?>> connect(String channel, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    var _ = topics.whenKnown().toCompletableFuture().get();
    if (ChannelSettings.isFanOut(channel)) {
      begin(
          settings.getOrDefault(ConsumerConfig.GROUP_ID_CONFIG, ""),
          settings.getOrDefault(ChannelSettings.TOPIC, ""));
    }
    return kafka.getPublisherBuilder(config(settings)).buildRs();
  }

  /// Once: later the group goes on where it was.
  private void begin(String group, String topic) throws ExecutionException, InterruptedException {
    if (begun.containsKey(topic)) {
      return;
    }
    try (Admin admin = clients.admin()) {
      var spans = new OffsetReset(admin).rewind(group, topic, clock.instant().minus(config.tail()));
      TopicProgress tail =
          topic.equals(config.logTopic()) ? readProgress.log() : readProgress.live();
      spans.forEach((partition, span) -> tail.begin(partition, span.start(), span.end()));
    }
    begun.put(topic, group);
  }

  /// Otherwise a stopped node's empty groups would stay in the broker for a week.
  @PreDestroy
  void close() {
    closed = true;
    if (begun.isEmpty()) {
      return;
    }
    try (Admin admin = clients.admin()) {
      admin
          .deleteConsumerGroups(begun.values())
          .all()
          .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.log(Level.INFO, "The groups {0} are left to expire", begun.values());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Config config(Map<String, String> settings) {
    return ConfigProviderResolver.instance().getBuilder().withSources(new Fixed(settings)).build();
  }

  private record Fixed(Map<String, String> settings) implements ConfigSource {
    @Override
    public Set<String> getPropertyNames() {
      return settings.keySet();
    }

    @Override
    @SuppressWarnings("NullAway") // null is how this interface says that there is no such key
    public String getValue(String key) {
      return settings.get(key);
    }

    @Override
    public String getName() {
      return "a channel of parley-log";
    }
  }
}
