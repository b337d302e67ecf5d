package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.live.LiveConversations;
import io.parley.live.OrderedEvent;
import io.parley.live.OrderedListener;
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
public class Activities implements OrderedListener {
  private static final System.Logger LOG = System.getLogger(Activities.class.getName());
  private static final int MAX_WAITING = 10_000;

  @Inject Hub hub;
  @Inject Conversations conversations;
  @Inject LiveConversations live;

  private final BlockingQueue<Happened> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final ConcurrentHashMap<Subscriber, ParticipantId> followers = new ConcurrentHashMap<>();
  private Thread teller = Thread.ofVirtual().unstarted(() -> {});

  private record Happened(ConversationId conversation, Instant at, OrderedEvent event) {}

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

  @Override
  public void happened(ConversationId conversation, Instant at, List<OrderedEvent> events) {
    if (followers.isEmpty()) {
      return;
    }
    for (OrderedEvent event : events) {
      boolean left = tells(event) && !waiting.offer(new Happened(conversation, at, event));
      if (left) {
        LOG.log(System.Logger.Level.DEBUG, "an activity is left out: too many wait");
      }
    }
  }

  private static boolean tells(OrderedEvent event) {
    return switch (event) {
      case OrderedEvent.MessagePosted _,
          OrderedEvent.ReplyRequested _,
          OrderedEvent.ReplyStarted _,
          OrderedEvent.ReplyFinished _,
          OrderedEvent.ConversationDeleted _,
          OrderedEvent.ConversationChanged _ ->
          true;
      case OrderedEvent.Durable _, OrderedEvent.Live _ -> false;
    };
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

  private void tell(Happened happened) {
    try {
      if (happened.event() instanceof OrderedEvent.ConversationDeleted(_, var deletion, _)) {
        deletion
            .owner()
            .ifPresent(
                owner -> publish(owner, Activity.erased(happened.conversation(), happened.at())));
        return;
      }
      find(happened.conversation())
          .ifPresent(conversation ->
              conversation
                  .owner()
                  .ifPresent(owner -> publish(owner, activity(conversation, happened.at()))));
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "an activity could not be sent", unexpected);
    }
  }

  private Optional<Conversation> find(ConversationId id) {
    try {
      return conversations.find(id);
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.DEBUG, "the owner of conversation {0} is unknown", id);
      return Optional.empty();
    }
  }

  private Activity activity(Conversation conversation, Instant at) {
    return Activity.of(
        conversation,
        live.isRunning(conversation.id()),
        at.isAfter(conversation.updatedAt()) ? at : conversation.updatedAt());
  }

  private void publish(ParticipantId owner, Activity activity) {
    hub.publish(topic(owner), List.of(activity.encoded()));
  }

  private static String topic(ParticipantId owner) {
    return "activity of " + owner;
  }
}
