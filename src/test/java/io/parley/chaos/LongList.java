package io.parley.chaos;

import io.parley.testing.openai.OpenAiServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A provider that lists more models than anybody has.
final class LongList {
  static final String SETTING = "PARLEY_LLM_PROVIDERS_LONG_BASE_URL";
  static final int MODELS = 12_620;

  /// What public lists say of each model, and nobody needs here.
  private static final String DESCRIPTION = "A model of many words. ".repeat(40);

  private LongList() {}

  static OpenAiServer serve() {
    OpenAiServer server = OpenAiServer.start();
    server.listModels(
        IntStream.range(0, MODELS)
            .mapToObj(n ->
                """
                {"id":"m-%05d","name":"Model %05d","description":"%s","context_length":32768,\
                "pricing":{"prompt":"0.000001","completion":"0.000002"}}\
                """
                    .formatted(n, n, DESCRIPTION))
            .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
    return server;
  }
}
