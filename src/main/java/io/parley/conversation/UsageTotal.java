package io.parley.conversation;

import io.parley.event.ReplyDetails;
import java.util.List;

/// What the replies of a conversation have taken together: tokens as the providers counted them,
/// and costs, one sum per currency, where they tell their prices.
public record UsageTotal(long promptTokens, long completionTokens, List<ReplyDetails.Cost> costs) {
  public UsageTotal {
    costs = List.copyOf(costs);
  }
}
