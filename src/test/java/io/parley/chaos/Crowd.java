package io.parley.chaos;

import io.parley.testing.ApiClient;
import io.parley.testing.Await;
import io.parley.testing.Latencies;
import io.parley.testing.ParleyNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/// The members of one room, who write into it until they are asked to stop, and what their ledgers
/// say in the end.
final class Crowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Cluster cluster;
  private final Sockets sockets;
  private final Room room;
  private final List<Member> members = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> attempted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean writing = new AtomicBoolean();

  Crowd(Cluster cluster, Sockets sockets, Room room) {
    this.cluster = cluster;
    this.sockets = sockets;
    this.room = room;
  }

  /// The nodes' own addresses, one after the other.
  static IntFunction<InetSocketAddress> doors(List<ParleyNode> nodes, int first) {
    return time ->
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), nodes.get((first + time) % nodes.size()).port());
  }

  /// As many members, each beginning at another node and coming back to the next.
  Crowd gather(int count) {
    return gather(count, n -> doors(cluster.nodes(), n));
  }

  /// @param doors by a member's number, where it connects for the nth time
  Crowd gather(int count, IntFunction<IntFunction<InetSocketAddress>> doors) {
    List<CompletableFuture<Member>> joining = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<CompletableFuture<Member>> arriving = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int n = members.size() + i;
        ParleyNode node = cluster.nodes().get(n % cluster.nodes().size());
        arriving.add(
            CompletableFuture.supplyAsync(
                () ->
                    new Member(
                        sockets, ApiClient.guest(node, "member " + n), room.name(), doors.apply(n)),
                threads));
      }
      arriving.forEach(arrival -> members.add(arrival.join()));
    }
    members.forEach(member -> {
      if (!member.isIn()) {
        joining.add(member.join());
      }
    });
    Await.within(PATIENCE)
        .check("all members are in", () -> joining.stream().allMatch(CompletableFuture::isDone));
    return this;
  }

  List<Member> members() {
    return members;
  }

  Room room() {
    return room;
  }

  /// From now on the first so many members write, each about once in so much time.
  void write(int writers, Duration every) {
    writing.set(true);
    members.subList(0, writers).forEach(writer -> writeNext(writer, every, 0));
  }

  private void writeNext(Member writer, Duration every, int number) {
    if (!writing.get()) {
      return;
    }
    var _ = say(writer, "%s says %d".formatted(writer, number));
    long pause = (long) (every.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
    sockets.later(Duration.ofNanos(pause), () -> writeNext(writer, every, number + 1));
  }

  CompletableFuture<Member.Answer> say(Member writer, String text) {
    return writer.post(text).whenComplete((answer, _) -> acknowledged.add(answer.messageId()));
  }

  /// Says it once; being refused is an answer too.
  CompletableFuture<Member.Answer> trySay(Member writer, String text) {
    return writer
        .tryToPost(text)
        .whenComplete((answer, _) -> {
          if (answer.position().isPresent()) {
            acknowledged.add(answer.messageId());
          } else {
            attempted(answer.messageId());
          }
        });
  }

  /// A message that may or may not get through: who is refused does not know.
  void attempted(String messageId) {
    attempted.add(messageId);
  }

  /// Ends the writing, and waits until everything that was acknowledged could have arrived.
  ///
  /// @return how long that took
  Duration settle() {
    writing.set(false);
    long began = System.nanoTime();
    waitFor(PATIENCE, () -> members.stream().allMatch(member -> member.waiting() == 0));
    waitFor(
        PATIENCE,
        () ->
            members.stream().allMatch(this::isWhole)
                && cluster.archive().messages(room).containsAll(acknowledged)
                && cluster.archive().replies(room).values().stream()
                    .noneMatch("streaming"::equals));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private boolean isWhole(Member member) {
    member.readBack(room.messages());
    return member.ledger().isWhole(acknowledged);
  }

  /// What does not come to hold is found in the ledgers: waiting for it is no reason to fail.
  private static void waitFor(Duration patience, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Await.within(patience).check("it has settled", condition);
    } catch (AssertionError late) {
      System.out.println("[CHAOS] not settled: " + late.getMessage());
    }
  }

  /// That every ledger is whole, and all of them are the same.
  void judge(Findings findings) {
    Set<String> archived = cluster.archive().messages(room);
    Map<String, String> replies = cluster.archive().replies(room);
    Set<String> unasked = without(without(archived, acknowledged), attempted);
    Map<String, Collection<?>> wrong = new LinkedHashMap<>();
    wrong.put("acknowledged and not archived", without(acknowledged, archived));
    wrong.put("archived and never acknowledged", unasked);
    wrong.put("lost", lost(archived, replies.keySet()));
    wrong.put("twice", breaches(Ledger.Kind.TWICE));
    wrong.put("out of order", breaches(Ledger.Kind.OUT_OF_ORDER));
    wrong.put("breaks in a reply's text", breaches(Ledger.Kind.TEXT));
    wrong.put("replies without an end", open(replies));
    wrong.put("orders too many", orders().stream().skip(1).toList());
    if (wrong.values().stream().allMatch(Collection::isEmpty)) {
      findings.note(
          "%,d messages acknowledged = archived = delivered to %,d clients, in one order; 0 lost, 0 twice, 0 out of order%s"
              .formatted(
                  acknowledged.size(),
                  members.size(),
                  replies.isEmpty()
                      ? ""
                      : "; replies whole and ended once: %,d".formatted(replies.size())));
    } else {
      wrong.forEach((what, found) -> findings.none(what, found));
    }
    int late = without(archived, acknowledged).size() - unasked.size();
    if (late > 0) {
      findings.note("%,d archived although their sender had been refused".formatted(late));
    }
    int reloads = members.stream().mapToInt(member -> member.ledger().reloads()).sum();
    if (reloads > 0) {
      findings.note("%,d came back to history instead of what they missed".formatted(reloads));
    }
  }

  private Set<String> lost(Set<String> messages, Set<String> replies) {
    Set<String> lost = new HashSet<>();
    for (Member member : members) {
      without(messages, member.ledger().messages())
          .forEach(id -> lost.add(member + " missed message " + id));
      without(replies, member.ledger().ended().keySet())
          .forEach(id -> lost.add(member + " missed the end of reply " + id));
    }
    return lost;
  }

  private List<Ledger.Breach> breaches(Ledger.Kind kind) {
    return members.stream()
        .flatMap(member -> member.ledger().breaches().stream())
        .filter(breach -> breach.kind() == kind)
        .toList();
  }

  private List<String> open(Map<String, String> replies) {
    List<String> open = new ArrayList<>();
    replies.forEach((reply, status) -> {
      if (status.equals("streaming")) {
        open.add("reply " + reply);
      }
    });
    members.forEach(
        member -> member.ledger().unended().forEach(id -> open.add(member + ": reply " + id)));
    return open;
  }

  /// How many messages each of the orders has that clients have seen.
  private List<Integer> orders() {
    return members.stream()
        .map(member ->
            member.ledger().order().stream().filter(it -> it.startsWith("message ")).toList())
        .distinct()
        .map(List::size)
        .toList();
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /// Replies that somebody saw begin and nobody saw end, with their attempts.
  Map<String, Integer> openReplies() {
    Map<String, Integer> open = new HashMap<>();
    members.forEach(member ->
        member
            .ledger()
            .unended()
            .forEach(reply -> open.merge(reply, member.ledger().attempt(reply), Math::max)));
    members.forEach(member -> open.keySet().removeAll(member.ledger().ended().keySet()));
    return open;
  }

  /// How long it took to be welcomed again after each lost connection.
  Latencies returns() {
    Latencies latencies = new Latencies();
    members.stream()
        .flatMap(member -> member.returns().stream())
        .forEach(back -> latencies.add(TimeUnit.NANOSECONDS.toMicros(back.took().toNanos())));
    return latencies;
  }

  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  @Override
  public void close() {
    writing.set(false);
    members.forEach(Member::leave);
  }
}
