package io.parley.chaos;

import io.parley.chaos.Loot.Kind;
import io.parley.chaos.Routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Headers, media types and bodies for requests that no client should send.
final class Oddities {
  /// A body and what it is called, which need not be what it is.
  static final class Body {
    private final String type;
    private final byte[] bytes;

    Body(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    String type() {
      return type;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final List<String> BODIES =
      List.of(
          """
          {"message":"words","message_id":MESSAGE_ID,"reply":false}\
          """,
          """
          {"message":"words","message_id":REPLY_ID,"model":"test/echo","parent_id":MESSAGE_ID,"reply":true}\
          """,
          """
          {"message":"words","message_id":DRAFT_ID,"reply_id":REPLY_ID,"draft_id":DRAFT_ID,"reply":false}\
          """,
          """
          {"model":"test/echo","reply_id":REPLY_ID}\
          """,
          """
          {"name":"fuzz-room","topic":"none","default_model":"test/echo","answers":"all"}\
          """,
          """
          {"name":ROOM_ID,"topic":"mine now","id":CONVERSATION_ID}\
          """,
          """
          {"default_model":"test/echo","title":"t","system_prompt":"s","temperature":1,"top_p":0.5,"max_tokens":5,"stop":["x"],"seed":1}\
          """,
          """
          {"title":null,"owner_id":PERSON_ID,"id":CONVERSATION_ID}\
          """,
          """
          {"rating":"down","comment":"bad"}\
          """,
          """
          {"message_id":MESSAGE_ID}\
          """,
          """
          {"message_id":REPLY_ID,"conversation_id":CONVERSATION_ID}\
          """,
          """
          {"name":"key","scopes":["api"],"models":["*"],"expires_at":"2030-01-01T00:00:00Z"}\
          """,
          """
          {"message":"hi","model":"test/echo","cache":true,"temperature":0}\
          """,
          """
          {"model":"test/echo","messages":[{"role":"user","content":"hi"}],"stream":true}\
          """,
          """
          {"model":"test/echo","input":"hi"}\
          """,
          """
          {"format":"parley.conversation","version":1,"conversation":{"id":CONVERSATION_ID,"kind":"private","stop":[]},"messages":[{"id":MESSAGE_ID,"parent_id":CONVERSATION_ID,"role":"user","author":{"id":PERSON_ID,"name":"n"},"status":"posted","created_at":"2026-01-01T00:00:00Z","content":"c","citations":[]},{"id":REPLY_ID,"parent_id":MESSAGE_ID,"role":"assistant","author":{"id":PERSON_ID,"name":"n"},"status":"finished","created_at":"2026-01-01T00:00:00Z","content":"c","citations":[]}]}\
          """);

  private static final List<String> FORMS =
      List.of(
          "name=fuzz-form&topic=t",
          "jakarta.faces.ViewState=rO0AB",
          "jakarta.faces.ViewState=stateless&jakarta.faces.source=a&jakarta.faces.partial.ajax=true",
          "jakarta%2efaces.ViewState=-1:-1",
          "name=%ff&%zz=&&=&name",
          "message=words&message_id=1-1-1-1-1");

  private static final List<String> TYPES =
      List.of(
          JSON,
          JSON,
          JSON,
          JSON,
          JSON,
          JSON,
          "application/json; charset=latin1",
          "application/json; charset=none-such",
          "application/json;;;",
          "application/json, text/plain",
          "APPLICATION/JSON",
          "application/problem+json",
          "application/xml",
          "application/x-java-serialized-object",
          "text/plain",
          "text/event-stream",
          FORM,
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "*/*",
          "application/*",
          "nonsense",
          "/",
          "a/b; q=x; \"");

  /// `ID` stands for an id of somebody else's.
  private static final List<String> HEADERS =
      List.of(
          "Accept: nothing/at-all",
          "Accept: ;;;",
          "Accept: */*;q=abc",
          "Accept: text/html",
          "Accept: text/event-stream",
          "Accept: application/xml",
          "Accept: application/json;v=1",
          "Accept-Encoding: *;q=0",
          "Accept-Language: xx-YY-zz;q=9",
          "Accept-Charset: none-such",
          "Cookie: parley_guest=nonsense",
          "Cookie: parley_guest=ID",
          "Cookie: parley_guest=\"; =;;",
          "Cookie: __Host-parley_guest=ID; JSESSIONID=ID",
          "Cookie: $Version=1; parley_guest=pg1.a.b",
          "Authorization: Bearer pg1.ID",
          "Authorization: Basic eDp4",
          "Authorization: Bearer pk-ID",
          "Origin: null",
          "Origin: https://elsewhere.example",
          "Sec-Fetch-Site: cross-site",
          "X-Forwarded-For: 999.1.1.1, ::::",
          "X-Forwarded-Host: elsewhere.example",
          "X-Forwarded-Proto: https",
          "Forwarded: for=\"[::1]\";host=elsewhere.example",
          "$WSSN: elsewhere.example",
          "$WSRA: 203.0.113.9",
          "$WSIS: true",
          "X-HTTP-Method-Override: DELETE",
          "X-Original-URL: /api/conversations/ID",
          "X-Rewrite-URL: /api/keys",
          "Faces-Request: partial/ajax",
          "Last-Event-ID: :::",
          "Last-Event-ID: e:99999999999999999999",
          "Last-Event-ID: ID",
          "Range: bytes=9-1",
          "If-None-Match: \"",
          "If-Match: *",
          "If-Modified-Since: yesterday",
          "Expect: 200-maybe",
          "Upgrade: websocket",
          "Content-Encoding: gzip",
          "Content-Encoding: br",
          "Sec-WebSocket-Key: x",
          "Sec-WebSocket-Protocol: parley.v1, parley.v1",
          "TE: trailers",
          "traceparent: 00-ID-1-01",
          "Content-Location: /api/conversations/ID",
          "Content-Disposition: attachment; filename=\"../ID\"",
          "Content-Language: \u00e9",
          "X-Long: " + "x".repeat(4_000));

  private final RandomGenerator random;
  private final Spellings spellings;
  private final Mutations mutations;

  Oddities(RandomGenerator random, Spellings spellings, Mutations mutations) {
    this.random = random;
    this.spellings = spellings;
    this.mutations = mutations;
  }

  String header() {
    return any(HEADERS).replace("ID", spellings.escaped(spellings.id(Kind.CONVERSATION)));
  }

  /// Right JSON in most cases; a page gets a form in most.
  Body body(Route route) {
    boolean page = !route.path().startsWith("/api") && !route.path().startsWith("/v1");
    if (page == (random.nextInt(4) != 0)) {
      return new Body(random.nextInt(4) == 0 ? any(TYPES) : FORM, Frames.ascii(any(FORMS)));
    }
    byte[] json = mutations.json(any(BODIES)).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> new Body(JSON, mutations.flipped(json));
      case 1 ->
          new Body(
              JSON, new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
      case 2 -> new Body("multipart/form-data; boundary=x", part(json));
      default -> new Body(any(TYPES), json);
    };
  }

  private static byte[] part(byte[] content) {
    String head = "--x\r\nContent-Disposition: form-data; name=\"jakarta.faces.ViewState\"\r\n\r\n";
    return Frames.joined(List.of(Frames.ascii(head), content, Frames.ascii("\r\n--x--\r\n")));
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
