package io.parley.live;

import io.parley.event.ConversationId;
import io.parley.event.Position;
import io.parley.log.ReadProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether a reader that comes back can go on from the position at which it disconnected, with this
/// node's memory alone. It may have seen more, on another node, than this node has read so far:
/// then this node catches up first, so that nothing is shown twice.
@ApplicationScoped
public class Resumption {
  private static final System.Logger LOG = System.getLogger(Resumption.class.getName());

  /// How long a reader that has seen more than this node has read so far waits for it.
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  /// How long a reader that comes back waits for this node to read what is live.
  private static final Duration SEE_LIVE = Duration.ofMillis(500);

  @Inject LiveConversations live;
  @Inject ReadProgress readProgress;

  /// Whether every durable event after this position is at hand, and this node has read as far as
  /// the reader has. May wait for that.
  ///
  /// @throws io.parley.platform.ProblemException `unavailable` before this node has read anything
  public boolean isPossible(ConversationId id, Position after) {
    if (!live.of(id).covers(after)) {
      return false;
    }
    try {
      live.reached(id, after).toCompletableFuture().get(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
      seeWhatIsLive(id);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "a reader is ahead of this node", e);
      return false;
    }
  }

  /// A reader may have seen more of a reply or of a draft than this node has read: shown its state
  /// here, the text would shrink. Where that takes too long, it is better to let the reader in.
  private void seeWhatIsLive(ConversationId id) throws InterruptedException {
    try {
      readProgress
          .liveUpToDate(id)
          .toCompletableFuture()
          .get(SEE_LIVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "a reader may be ahead of what is live here", e);
    }
  }
}
