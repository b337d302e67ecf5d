package io.parley.conversation;

import io.parley.event.ConversationId;
import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.log.LogReader;
import io.parley.participant.ParticipantId;
import io.parley.platform.ProblemException;
import io.parley.realtime.Frame;
import io.parley.realtime.Hub;
import io.parley.realtime.Subscriber;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the streams of an owner what happens in all of their conversations: that one runs, has
/// ended, has another title, is gone.
///
/// An event does not say whose conversation it is about, and asking may take time: a thread of its
/// own does. Nothing is done while nobody here follows. What does not fit the queue is left out: a
/// list that is loaded again makes up for it.
@ApplicationScoped
public class Activities implements LogReader {
  private static final System.Logger LOG = System.getLogger(Activities.class.getName());
  private static final int MAX_WAITING = 10_000;

  @Inject Hub hub;
  @Inject Conversations conversations;
  @Inject LiveConversations live;

  private final BlockingQueue<LogEntry<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final ConcurrentHashMap<Subscriber, ParticipantId> followers = new ConcurrentHashMap<>();
  private Thread teller = Thread.ofVirtual().unstarted(() -> {});

  @PostConstruct
  void start() {
    teller = Thread.ofVirtual().name("parley-activities").start(this::tell);
  }

  @PreDestroy
  void stop() {
    teller.interrupt();
  }

  void follow(ParticipantId owner, Subscriber subscriber) {
    followers.put(subscriber, owner);
    hub.subscribe(topic(owner), subscriber, Frame.of(""));
  }

  void unfollow(Subscriber subscriber) {
    ParticipantId owner = followers.remove(subscriber);
    if (owner != null) {
      hub.unsubscribe(topic(owner), subscriber);
    }
  }

  /// LiveConversations knows by then whether a conversation runs.
  @Override
  public Phase phase() {
    return Phase.REACTION;
  }

  @Override
  public void read(LogEntry<?> entry) {
    boolean tells =
        switch (entry.event()) {
          case Event.MessagePosted _,
              Event.ReplyRequested _,
              Event.ReplyStarted _,
              Event.ReplyFinished _,
              Event.ConversationDeleted _,
              Event.ConversationChanged _ ->
              true;
          case Event.Durable _, Event.Live _ -> false;
        };
    if (tells && !followers.isEmpty() && !waiting.offer(entry)) {
      LOG.log(System.Logger.Level.DEBUG, "an activity is left out: too many wait");
    }
  }

  private void tell() {
    try {
      while (true) {
        tell(waiting.take());
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "the server is stopping", e);
    }
  }

  private void tell(LogEntry<?> entry) {
    try {
      if (entry.event() instanceof Event.ConversationDeleted deleted) {
        deleted
            .owner()
            .ifPresent(
                owner -> publish(owner, Wire.Activity.erased(entry.conversation(), entry.at())));
        return;
      }
      find(entry.conversation())
          .ifPresent(conversation ->
              conversation
                  .owner()
                  .ifPresent(owner -> publish(owner, activity(conversation, entry.at()))));
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "an activity could not be told", unexpected);
    }
  }

  private Optional<Conversation> find(ConversationId id) {
    try {
      return conversations.find(id);
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.DEBUG, "nobody knows whose conversation {0} is", id);
      return Optional.empty();
    }
  }

  private Wire.Activity activity(Conversation conversation, Instant at) {
    return Wire.Activity.of(
        conversation,
        live.isRunning(conversation.id()),
        at.isAfter(conversation.updatedAt()) ? at : conversation.updatedAt());
  }

  private void publish(ParticipantId owner, Wire.Activity activity) {
    hub.publish(topic(owner), List.of(Wire.activity(activity)));
  }

  private static String topic(ParticipantId owner) {
    return "activity of " + owner;
  }
}
