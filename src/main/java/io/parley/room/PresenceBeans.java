package io.parley.room;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.platform.NodeId;
import io.parley.redis.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Makes [Presence] and keeps it.
@ApplicationScoped
class PresenceBeans {
  private static final Logger LOG = System.getLogger(PresenceBeans.class.getName());

  /// Three chances to say who is here before it is forgotten.
  private static final Duration KEEP_EVERY = Duration.ofSeconds(2);

  private static final Duration TTL = KEEP_EVERY.multipliedBy(3);

  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("parley-presence").factory());

  @Produces
  @Singleton
  Presence presence(
      Redis redis, Clock clock, MetricRegistry metrics, @Any Instance<PresenceListener> listeners) {
    RedisPresence register = new RedisPresence(redis, NodeId.current(), TTL);
    Presence presence =
        new Presence(
            register,
            new PresenceCounts(register::counts, register::inhabited, clock),
            all(listeners));
    metrics.gauge("parley_participants", presence, Presence::participantsHere);
    long period = KEEP_EVERY.toMillis();
    var _ =
        keeper.scheduleWithFixedDelay(() -> keep(presence), period, period, TimeUnit.MILLISECONDS);
    return presence;
  }

  /// Not a disposer: that may be called on a bean made for nothing else, with a keeper of its own.
  @PreDestroy
  void stop() {
    keeper.shutdownNow();
  }

  /// A scheduled task that throws is never run again.
  private static void keep(Presence presence) {
    try {
      presence.keep();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Presence could not be written to Redis. It is retried", e);
    }
  }

  private static PresenceListener all(Instance<PresenceListener> listeners) {
    return new PresenceListener() {
      @Override
      public void joined(ConversationId conversation, Participant participant) {
        listeners.forEach(it -> it.joined(conversation, participant));
      }

      @Override
      public void left(ConversationId conversation, Participant participant) {
        listeners.forEach(it -> it.left(conversation, participant));
      }

      @Override
      public void known(boolean known) {
        listeners.forEach(it -> it.known(known));
      }
    };
  }
}
