package io.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.llm.ModelId;
import io.parley.llm.Relay;
import io.parley.platform.Json;
import java.io.IOException;

/// A chat completion for who asked for one: what a provider sends passes through unread.
record AsItCame(Exchange exchange) implements Telling {
  @Override
  public Outlet outlet(Relay relay, ModelId model) {
    return exchange;
  }

  @Override
  public ObjectNode whole(ObjectNode completion) {
    return completion;
  }

  @Override
  public Chunks chunks() {
    return new Chunks() {
      @Override
      public void chunk(JsonNode chunk) throws IOException {
        exchange.send("data: " + Json.write(chunk) + "\n\n");
      }

      @Override
      public void end() throws IOException {
        exchange.send("data: [DONE]\n\n");
      }
    };
  }
}
