package io.parley.log;

import io.parley.event.ConversationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;

/// The durable log as it is: positions of one `epoch` can be compared, and a conversation stays in
/// one of the `partitions` as long as the epoch lasts. A log that was deleted and made again, or
/// was given more partitions, is another epoch.
public record Layout(String epoch, int partitions) {
  private static final int EPOCH_BYTES = 6;

  static Layout of(Uuid topic, int partitions) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((topic + ":" + partitions).getBytes(StandardCharsets.UTF_8));
      return new Layout(
          Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, EPOCH_BYTES)),
          partitions);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Where Kafka's own partitioner puts a record with this key.
  public int partitionOf(ConversationId conversation) {
    return Utils.toPositive(Utils.murmur2(key(conversation))) % partitions;
  }

  static byte[] key(ConversationId conversation) {
    return conversation.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
