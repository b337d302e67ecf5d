package io.parley.chaos;

import io.parley.testing.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// The shared consumers read again what they have handled.
final class RewoundOffsets implements Scenario {
  private static final List<String> GROUPS = List.of("parley-archive", "parley-assistant");

  @Override
  public String name() {
    return "rewound-offsets";
  }

  @Override
  public String title() {
    return "Offsets of archive and assistant rewound by 1,000 records";
  }

  @Override
  public String mustHold() {
    return "0 rows twice, 0 replies twice";
  }

  @Override
  public void play(Cluster cluster, Dose dose, Findings findings) throws Exception {
    int records = dose.of(100, 1_000);
    Room room = cluster.room("mentions", "test/echo");
    try (Sockets sockets = cluster.sockets();
        Crowd crowd = new Crowd(cluster, sockets, room).gather(4)) {
      int questions = records / 10;
      for (int i = 0; i < records; i++) {
        var _ =
            crowd.say(
                crowd.members().get(i % 4), i < questions ? "@echo question " + i : "words " + i);
      }
      crowd.settle();
      long rows = cluster.archive().rows();
      Map<String, Integer> events = new LogTruth(cluster).events();
      Map<String, String> replies = cluster.archive().replies(room);
      int asked = cluster.models().requests().size();

      cluster.stopNodes();
      long rewound = rewind(cluster, records);
      cluster.heal();
      handledAgain(cluster);

      findings.check(
          rewound >= 2L * records,
          "%,d records delivered again to %d groups".formatted(rewound, GROUPS.size()));
      findings.check(
          cluster.archive().rows() == rows,
          "%,d rows before, %,d after".formatted(rows, cluster.archive().rows()));
      findings.check(
          cluster.archive().replies(room).equals(replies),
          "%,d replies as they were".formatted(replies.size()));
      findings.check(cluster.models().requests().size() == asked, "no model was asked again");
      Map<String, Integer> after = new LogTruth(cluster).events();
      findings.check(
          after.equals(events),
          after.equals(events)
              ? "nothing new on the log"
              : "%s became %s".formatted(events, after));
      crowd.settle();
      crowd.judge(findings);
    }
  }

  /// Groups can be moved while nobody is in them.
  private static long rewind(Cluster cluster, int records) throws Exception {
    long rewound = 0;
    try (Admin admin = admin(cluster)) {
      for (String group : GROUPS) {
        Map<TopicPartition, OffsetAndMetadata> back = new HashMap<>();
        long left = records;
        for (var committed : committed(admin, group).entrySet()) {
          long offset = Math.max(0, committed.getValue().offset() - left);
          rewound += committed.getValue().offset() - offset;
          back.put(committed.getKey(), new OffsetAndMetadata(offset));
        }
        Await.within(Duration.ofSeconds(60))
            .check(
                "nobody is in " + group,
                () -> {
                  admin.alterConsumerGroupOffsets(group, back).all().get();
                  return true;
                });
      }
    }
    return rewound;
  }

  private static void handledAgain(Cluster cluster) throws Exception {
    try (Admin admin = admin(cluster);
        var log = LogTruth.consumer(cluster, "parley.log")) {
      Map<TopicPartition, Long> ends = log.endOffsets(log.assignment());
      for (String group : GROUPS) {
        Await.within(Duration.ofSeconds(90))
            .check(
                group + " has read everything again",
                () ->
                    committed(admin, group).entrySet().stream()
                        .allMatch(partition ->
                            partition.getValue().offset()
                                >= ends.getOrDefault(partition.getKey(), 0L)));
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  private static Admin admin(Cluster cluster) {
    return Admin.create(cluster.services().kafkaClient());
  }
}
