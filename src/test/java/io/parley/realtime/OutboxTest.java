package io.parley.realtime;

import static io.parley.liberty.DirectLine.Attempt.BEGUN;
import static io.parley.liberty.DirectLine.Attempt.NOTHING;
import static io.parley.liberty.DirectLine.Attempt.SENT;
import static io.parley.realtime.Events.batch;
import static io.parley.realtime.Events.durable;
import static io.parley.realtime.Events.frame;
import static io.parley.realtime.Events.live;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final RealtimeConfig CONFIG =
      RealtimeConfig.from(key ->
          Optional.ofNullable(
              Map.of(
                      "parley.realtime.outbox-soft-frames", "3",
                      "parley.realtime.outbox-soft-bytes", "1000",
                      "parley.realtime.outbox-hard-frames", "6",
                      "parley.realtime.outbox-hard-bytes", "2000")
                  .get(key)));

  private final ManualScheduler time = new ManualScheduler();
  private final ManualThreads threads = new ManualThreads();
  private final RecordingTransport transport = new RecordingTransport();
  private final RealtimeMeter meter = new RealtimeMeter(_ -> {});
  private int askedForState;
  private final Outbox outbox =
      new Outbox(transport, CONFIG, threads, time, meter, () -> askedForState++);

  @Test
  void whatIsOfferedIsSentInOrder() {
    outbox.start(Frame.of("welcome"));
    outbox.deliver(batch(live("1"), live("2")));
    outbox.offer(Frame.of("pong"));
    outbox.offer(Outgoing.Ping.PING);
    threads.run();

    assertEquals(List.of("welcome", frame("1", "2"), "pong", "ping"), transport.sent);
    assertEquals(3, meter.frames());
    assertEquals(0, askedForState);
  }

  @Test
  void aWriterLivesOnlyWhileThereIsSomethingToSend() {
    assertEquals(0, threads.waiting());
    outbox.offer(Frame.of("1"));
    outbox.offer(Frame.of("2"));
    assertEquals(1, threads.waiting(), "one writer, however much is queued");
    assertTrue(outbox.writing());

    threads.run();

    assertFalse(outbox.writing());
    outbox.offer(Frame.of("3"));
    threads.run();
    assertEquals(List.of("1", "2", "3"), transport.sent);
  }

  @Test
  void anOriginOfAWholeBatchIsSentNothing() {
    outbox.deliver(batch(WireEvent.live("draft", "1", transport.id)));
    threads.run();

    assertEquals(List.of(), transport.sent);
    assertFalse(outbox.writing());
  }

  @Test
  void itTellsWhetherWhatCameBeforeHasLeft() {
    assertTrue(outbox.deliver(batch(live("1"))));
    assertFalse(outbox.deliver(batch(live("2"))));
    threads.run();
    assertTrue(outbox.deliver(batch(live("3"))));
  }

  @Test
  void aReaderThatIsBehindLosesItsLiveEventsAndKeepsTheDurableOnes() {
    outbox.deliver(batch(live("1"), durable("2")));
    outbox.deliver(batch(live("3")));
    outbox.deliver(batch(durable("4")));
    assertEquals(0, meter.liveLeftOut());

    outbox.deliver(batch(live("5"), durable("6"), live("7")));
    outbox.deliver(batch(live("8")));
    assertEquals(5, meter.liveLeftOut(), "also those that were queued already");
    threads.run();

    assertEquals(List.of(frame("2"), frame("4"), frame("6")), transport.sent);
    assertEquals(List.of(), transport.closed);
  }

  @Test
  void bytesPutAReaderBehindAsWell() {
    outbox.deliver(batch(durable("x".repeat(900))));
    outbox.deliver(batch(live("y".repeat(100))));

    assertEquals(1, meter.liveLeftOut());
  }

  @Test
  void oneLargeFrameInAnEmptyOutboxIsNeitherBehindNorHopeless() {
    outbox.start(Frame.of("x".repeat(5000)));
    threads.run();
    outbox.deliver(batch(live("y".repeat(5000))));

    assertEquals(0, meter.liveLeftOut());
    assertEquals(0, meter.closedTooSlow());
  }

  @Test
  void onceItHasCaughtUpTheOwnerIsAskedForAStateAndLiveEventsFlowAgain() {
    fallBehind();
    threads.run();
    assertEquals(1, askedForState);

    outbox.deliver(batch(live("still left out"), durable("kept")));
    outbox.start(Frame.of("snapshot"));
    outbox.deliver(batch(live("again")));
    threads.run();

    assertEquals(
        List.of(frame("kept"), "snapshot", frame("again")),
        transport.sent.subList(transport.sent.size() - 3, transport.sent.size()));
    assertEquals(1, askedForState, "asked once");
  }

  @Test
  void whoFallsBehindAgainIsServedAgain() {
    fallBehind();
    threads.run();
    outbox.start(Frame.of("snapshot"));
    threads.run();
    fallBehind();
    threads.run();

    assertEquals(2, askedForState);
  }

  @Test
  void whoStaysBehindForTooLongIsHopeless() {
    fallBehind();
    threads.run();

    time.advance(Duration.ofSeconds(30));
    outbox.check();
    threads.run();
    assertEquals(List.of(), transport.closed);

    time.advance(Duration.ofSeconds(1));
    outbox.check();
    threads.run();
    assertEquals(List.of(CloseCode.TOO_SLOW), transport.closed);
  }

  @Test
  void aHopelessReaderIsClosedOnceAndItsQueueIsGone() {
    for (int i = 0; i < 50; i++) {
      outbox.offer(Frame.of("frame " + i));
    }
    outbox.check();
    outbox.finish(CloseCode.RESTART);
    threads.run();

    assertEquals(List.of(CloseCode.TOO_SLOW), transport.closed);
    assertEquals(List.of(), transport.sent);
    assertEquals(1, meter.closedTooSlow());
    assertFalse(outbox.writing());
  }

  @Test
  void aStalledSendIsClosedByTheWatchdogAndItsWriterEnds() {
    transport.duringSend =
        frame -> {
          time.advance(Duration.ofSeconds(9));
          outbox.check();
          assertEquals(0, meter.closedTooSlow(), "it may take nine seconds");
          time.advance(Duration.ofSeconds(2));
          outbox.check();
          outbox.check();
          throw new IOException("closed under the writer");
        };
    outbox.offer(Frame.of("1"));
    outbox.offer(Frame.of("2"));
    threads.run();

    assertEquals(List.of(CloseCode.TOO_SLOW), transport.closed);
    assertEquals(List.of(), transport.sent);
    assertFalse(outbox.writing());
    assertEquals(1, meter.closedTooSlow());
  }

  @Test
  void aLargeFrameMayTakeLonger() {
    transport.duringSend =
        frame -> {
          time.advance(Duration.ofSeconds(15));
          outbox.check();
        };
    outbox.offer(Frame.of("x".repeat(10 * Outbox.MIN_BYTES_PER_SECOND)));
    threads.run();

    assertEquals(List.of(), transport.closed);
    assertEquals(1, transport.sent.size());
  }

  @Test
  void aFailedSendEndsTheConnection() {
    transport.duringSend =
        frame -> {
          throw new IOException("broken pipe");
        };
    outbox.offer(Frame.of("1"));
    outbox.offer(Frame.of("2"));
    threads.run();
    outbox.offer(Frame.of("3"));
    threads.run();

    assertEquals(List.of(), transport.sent);
    assertEquals(List.of(CloseCode.GOING_AWAY), transport.closed);
    assertFalse(outbox.writing());
  }

  @Test
  void closingSendsWhatIsQueuedFirst() {
    outbox.offer(Frame.of("error"));
    outbox.finish(CloseCode.NO_JOIN);
    outbox.offer(Frame.of("too late"));
    outbox.deliver(batch(durable("too late")));
    threads.run();

    assertEquals(List.of("error"), transport.sent);
    assertEquals(List.of(CloseCode.NO_JOIN), transport.closed);
  }

  @Test
  void closingAnIdleConnectionNeedsNoFrame() {
    outbox.finish(CloseCode.RESTART);
    threads.run();

    assertEquals(List.of(CloseCode.RESTART), transport.closed);
  }

  @Test
  void closingHereNeedsNoThreadButForWhatIsQueued() {
    outbox.finishHere(CloseCode.TOO_BIG);
    assertEquals(List.of(CloseCode.TOO_BIG), transport.closed);
    assertEquals(0, threads.waiting());
    outbox.finishHere(CloseCode.TOO_BIG);
    outbox.offer(Frame.of("too late"));
    threads.run();
    assertEquals(List.of(CloseCode.TOO_BIG), transport.closed, "once");
    assertEquals(List.of(), transport.sent);
  }

  @Test
  void closingHereSendsWhatIsQueuedFirst() {
    outbox.offer(Frame.of("error"));
    outbox.finishHere(CloseCode.TOO_BIG);
    assertEquals(List.of(), transport.closed);
    threads.run();
    assertEquals(List.of("error"), transport.sent);
    assertEquals(List.of(CloseCode.TOO_BIG), transport.closed);
  }

  @Test
  void closingWaitsForAStalledSendOnlySoLong() {
    transport.duringSend =
        frame -> {
          outbox.finish(CloseCode.RESTART);
          time.advance(Duration.ofSeconds(11));
          outbox.check();
          throw new IOException("closed under the writer");
        };
    outbox.offer(Frame.of("1"));
    threads.run();

    assertEquals(List.of(CloseCode.RESTART), transport.closed);
    assertEquals(0, meter.closedTooSlow());
  }

  @Test
  void afterTheOtherSideHasGoneNothingIsSentOrClosed() {
    outbox.offer(Frame.of("1"));
    outbox.discard();
    outbox.offer(Frame.of("2"));
    outbox.finish(CloseCode.RESTART);
    threads.run();

    assertEquals(List.of(), transport.sent);
    assertEquals(List.of(), transport.closed);
  }

  @Test
  void whatCanLeaveAtOnceNeedsNoWriter() {
    transport.attempts.addAll(List.of(SENT, SENT, SENT));
    outbox.start(Frame.of("welcome"));
    assertTrue(outbox.deliver(batch(live("1"))));
    outbox.offer(Outgoing.Ping.PING);

    assertEquals(
        List.of("at once: welcome", "at once: " + frame("1"), "at once: "), transport.sent);
    assertEquals(0, threads.waiting());
    assertFalse(outbox.writing());
    assertEquals(2, meter.frames(), "a ping is none");
  }

  @Test
  void nothingOvertakesWhatWaits() {
    transport.attempts.addAll(List.of(NOTHING, SENT));
    outbox.offer(Frame.of("1"));
    outbox.offer(Frame.of("2"));
    threads.run();
    outbox.offer(Frame.of("3"));

    assertEquals(List.of("1", "2", "at once: 3"), transport.sent);
  }

  @Test
  void aFrameThatIsHalfOutIsFinishedBeforeAnythingElse() {
    transport.attempts.addAll(List.of(BEGUN, SENT));
    outbox.offer(Frame.of("1"));
    assertTrue(outbox.writing());
    outbox.offer(Frame.of("2"));
    threads.run();

    assertEquals(List.of("half: 1", "the rest", "2"), transport.sent);
    assertFalse(outbox.writing());
    assertEquals(2, meter.frames());
  }

  @Test
  void aReaderWhoTakesHalfAFrameAndNoMoreIsGivenUp() {
    transport.attempts.add(BEGUN);
    transport.duringFinish =
        () -> {
          time.advance(Duration.ofSeconds(9));
          outbox.check();
          assertEquals(0, meter.closedTooSlow(), "it may take nine seconds");
          time.advance(Duration.ofSeconds(2));
          outbox.check();
        };
    outbox.offer(Frame.of("1"));
    threads.run();

    assertEquals(List.of(CloseCode.TOO_SLOW), transport.closed);
    assertFalse(outbox.writing());
  }

  @Test
  void aLargeFrameIsTheWritersEvenIfItCouldLeaveAtOnce() {
    transport.attempts.add(SENT);
    String large = "x".repeat(20_000);
    outbox.offer(Frame.of(large));
    assertEquals(List.of(), transport.sent);
    threads.run();

    assertEquals(List.of(large), transport.sent);
  }

  @Test
  void audioIsSentInOrderWithTheTextAroundIt() {
    outbox.offer(Frame.of("start"));
    assertTrue(outbox.offerAudio(audio(1, "a")));
    assertTrue(outbox.offerAudio(audio(1, "b")));
    outbox.offer(Frame.of("end"));
    threads.run();

    assertEquals(List.of("start", "audio 1: a", "audio 1: b", "end"), transport.sent);
    assertEquals(4, meter.frames());
  }

  @Test
  void audioThatCanLeaveAtOnceNeedsNoWriter() {
    transport.attempts.add(SENT);
    assertTrue(outbox.offerAudio(audio(1, "a")));

    assertEquals(List.of("at once: a"), transport.sent);
    assertEquals(0, threads.waiting());
    assertEquals(1, meter.frames());
  }

  @Test
  void afterAnInterruptionNothingIsSentOfTheGenerationsBefore() {
    outbox.offer(Frame.of("text"));
    outbox.offerAudio(audio(1, "old"));
    outbox.offerAudio(audio(2, "old"));
    outbox.offerAudio(audio(3, "new"));
    outbox.offer(Outgoing.Ping.PING);

    outbox.dropAudio(2);
    outbox.offer(Frame.of("interrupted"));
    assertFalse(outbox.offerAudio(audio(2, "late")));
    assertFalse(outbox.offerAudio(audio(1, "late")));
    assertTrue(outbox.offerAudio(audio(3, "new too")));
    threads.run();

    assertEquals(
        List.of("text", "audio 3: new", "ping", "interrupted", "audio 3: new too"), transport.sent);
  }

  @Test
  void anOlderInterruptionThatComesLateBringsNothingBack() {
    outbox.dropAudio(5);
    outbox.dropAudio(3);

    assertFalse(outbox.offerAudio(audio(4, "stale")));
    assertFalse(outbox.offerAudio(audio(5, "stale")));
    assertTrue(outbox.offerAudio(audio(6, "current")));
  }

  @Test
  void aDroppedPieceIsNotTriedAtOnceEither() {
    transport.attempts.add(SENT);
    outbox.dropAudio(1);

    assertFalse(outbox.offerAudio(audio(1, "stale")));
    assertEquals(List.of(), transport.sent);
  }

  @Test
  void onlyWhatTheWriterHasInHandStillGoesAndBeforeAllElse() {
    transport.duringSend =
        what -> {
          if (what instanceof Audio) {
            outbox.dropAudio(1);
            outbox.offer(Frame.of("interrupted"));
          }
        };
    outbox.offerAudio(audio(1, "in hand"));
    outbox.offerAudio(audio(1, "queued"));
    threads.run();

    assertEquals(List.of("audio 1: in hand", "interrupted"), transport.sent);
  }

  @Test
  void audioHasALimitOfItsOwnAndPushesNoTextOut() {
    int pieces = Outbox.MOST_AUDIO_BYTES / Audio.MAX_BYTES;
    for (int piece = 0; piece < pieces; piece++) {
      assertTrue(outbox.offerAudio(largest(1)), "piece " + piece);
    }
    assertFalse(outbox.offerAudio(largest(1)));
    outbox.deliver(batch(live("1")));
    outbox.deliver(batch(live("2")));
    outbox.deliver(batch(live("3")));
    assertEquals(0, meter.liveLeftOut());
    threads.run();

    assertEquals(
        List.of(frame("1"), frame("2"), frame("3")),
        transport.sent.subList(pieces, transport.sent.size()));
    assertEquals(0, meter.closedTooSlow());
    assertTrue(outbox.offerAudio(largest(1)), "there is room again");
  }

  @Test
  void tinyPiecesOfAudioAreBoundedToo() {
    int accepted = 0;
    while (outbox.offerAudio(audio(1, "a"))) {
      accepted++;
      assertTrue(accepted <= Outbox.MOST_AUDIO_BYTES / 256, "no end");
    }
    outbox.dropAudio(1);
    assertTrue(outbox.offerAudio(audio(2, "a")), "all of it was counted out again");
  }

  @Test
  void whatIsDroppedMakesRoomForTheNextGeneration() {
    for (int piece = 0; piece < Outbox.MOST_AUDIO_BYTES / Audio.MAX_BYTES; piece++) {
      outbox.offerAudio(largest(1));
    }
    assertFalse(outbox.offerAudio(largest(2)), "premise: it is full");
    outbox.dropAudio(1);

    assertTrue(outbox.offerAudio(largest(2)));
  }

  @Test
  void aReaderThatIsBehindLosesItsAudioFirst() {
    outbox.offerAudio(audio(1, "queued"));
    outbox.deliver(batch(durable("1")));
    outbox.deliver(batch(durable("2")));
    outbox.deliver(batch(durable("3")));
    outbox.deliver(batch(durable("4")));
    assertFalse(outbox.offerAudio(audio(2, "later")));
    threads.run();
    outbox.start(Frame.of("snapshot"));
    assertTrue(outbox.offerAudio(audio(2, "again")));
    threads.run();

    assertEquals(
        List.of(frame("1"), frame("2"), frame("3"), frame("4"), "snapshot", "audio 2: again"),
        transport.sent);
  }

  @Test
  void aClosedConnectionTakesNoAudio() {
    outbox.offerAudio(audio(1, "queued"));
    outbox.abort(CloseCode.GOING_AWAY);

    assertFalse(outbox.offerAudio(audio(1, "late")));
    threads.run();
    assertEquals(List.of(), transport.sent);
  }

  private static Audio audio(int generation, String samples) {
    return Audio.of(generation, samples.getBytes(StandardCharsets.UTF_8));
  }

  private static Audio largest(int generation) {
    return Audio.of(generation, new byte[Audio.MAX_BYTES]);
  }

  private void fallBehind() {
    for (int i = 0; i < 5; i++) {
      outbox.deliver(batch(live("live " + i)));
    }
    assertTrue(meter.liveLeftOut() > 0, "premise: it is behind");
  }
}
