package io.parley.chaos;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/// A request as no client of ours sends it: every route with every method, in all the ways in which
/// a stranger may put words of his own into it.
///
/// @param number which one of them; far apart numbers differ, and no two are the same
/// @param bearer what says who asks
record OddRequest(int number, String bearer) {
  /// In every request, so that it can be looked for where no stranger's word may be.
  static final String MARK = "zz-stranger";

  private static final List<String> PATHS =
      List.of(
          "/",
          "/rooms/lobby",
          "/rooms/zz-stranger-N",
          "/c/zz-stranger-N",
          "/conversations/00000000-0000-7000-8000-00000000000N",
          "/shared/zz-stranger-N",
          "/docs/zz-stranger-N",
          "/css/zz-stranger-N.css",
          "/zz-stranger-N",
          "/zz-stranger-N/and/further/zz-stranger-N",
          "/jakarta.faces.resource/zz-stranger-N.xhtml?ln=N",
          "/api/rooms",
          "/api/rooms/zz-stranger-N",
          "/api/conversations",
          "/api/conversations/zz-stranger-N",
          "/api/conversations/00000000-0000-7000-8000-00000000000N/messages?before=zz-stranger-N",
          "/api/conversations/import",
          "/api/messages/zz-stranger-N/replies",
          "/api/replies/zz-stranger-N/feedback",
          "/api/search?q=zz-stranger-N",
          "/api/shares/zz-stranger-N",
          "/api/guests/me",
          "/api/keys",
          "/api/models",
          "/api/chat_batch",
          "/api/zz-stranger-N",
          "/v1/models/zz-stranger-N",
          "/v1/chat/completions",
          "/v1/embeddings",
          "/v1/responses/resp_zz-stranger-N/input_items",
          "/openai/deployments/zz-stranger-N/chat/completions",
          "/v1/zz-stranger-N",
          "/ws/rooms/zz-stranger-N");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "ZZ-STRANGER-N");

  private static final List<Entry<String, String>> ODDITIES =
      List.of(
          Map.entry("Host", "zz-stranger-N.example"),
          Map.entry("Host", "zz-stranger.example:N"),
          Map.entry("Accept", "zz-stranger/N"),
          Map.entry("Content-Type", "zz-stranger/N"),
          Map.entry("Content-Type", "zz-stranger-N"),
          Map.entry("Accept-Encoding", "zz-stranger-N"),
          Map.entry("Accept-Language", "zz-stranger-N"),
          Map.entry("Cookie", "guest=zz-stranger-N; JSESSIONID=zz-stranger-N"),
          Map.entry("X-Forwarded-For", "10.0.0.N"),
          Map.entry("X-Forwarded-Host", "zz-stranger-N.example"),
          Map.entry("Origin", "https://zz-stranger-N.example"),
          Map.entry("Expect", "zz-stranger-N"),
          Map.entry("If-None-Match", "\"zz-stranger-N\""));

  private static final String BODY = "{\"model\":\"test/zz-stranger-N\",\"message\":\"N\"}";

  /// As it goes over the wire.
  ///
  /// @param host what the header says where that is not what is odd
  byte[] bytes(String host) {
    String path = PATHS.get(number % PATHS.size());
    String method = METHODS.get(number / 3 % METHODS.size());
    Entry<String, String> oddity = ODDITIES.get(number / 7 % ODDITIES.size());
    String body = List.of("GET", "HEAD", "TRACE").contains(method) ? "" : BODY;
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    if (!oddity.getKey().equals("Host")) {
      text.append("Host: ").append(host).append("\r\n");
    }
    text.append(oddity.getKey()).append(": ").append(oddity.getValue()).append("\r\n");
    text.append("Authorization: ").append(bearer).append("\r\n");
    if (!oddity.getKey().equals("Content-Type")) {
      text.append("Content-Type: application/json\r\n");
    }
    text.append("Connection: close\r\n");
    String filled = body.replace("N", Integer.toString(number));
    text.append("Content-Length: ").append(filled.length()).append("\r\n\r\n");
    String head =
        text.toString().replaceAll("(zz-stranger\\S*?|ZZ-STRANGER-|0000|\\.|ln=)N", "$1" + number);
    return (head + filled).getBytes(StandardCharsets.ISO_8859_1);
  }
}
