package io.parley.transfer;

import io.parley.api.Refuses;
import io.parley.chat.Access;
import io.parley.conversation.Conversation;
import io.parley.event.MessageId;
import io.parley.event.ReplyId;
import io.parley.feedback.Feedback;
import io.parley.feedback.Ratings;
import io.parley.history.History;
import io.parley.history.HistoryReader;
import io.parley.http.Proxies;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// A conversation to take home.
@Path("conversations/{id}/export")
@ApplicationScoped
@Tag(name = "conversations")
public class ExportResource {
  @Inject Access access;
  @Inject HistoryReader reader;
  @Inject History history;
  @Inject Ratings ratings;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject Proxies proxies;
  @Inject Clock clock;

  @GET
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "exportConversation",
      summary = "Download a conversation",
      description =
          "As Markdown: what a reader sees, of a private conversation the branch that `message_id` is"
              + " on, or the newest. As JSON: everything, to be imported again.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT)),
        @Content(mediaType = "text/markdown", schema = @Schema(type = SchemaType.STRING))
      })
  @Refuses({Problem.INVALID_REQUEST, Problem.NOT_FOUND, Problem.RATE_LIMITED, Problem.UNAVAILABLE})
  public Response export(
      @PathParam("id") String id,
      @Parameter(
              description = "The form",
              schema =
                  @Schema(
                      enumeration = {"markdown", "json"},
                      defaultValue = "markdown"))
          @QueryParam("format")
          @DefaultValue("markdown")
          String format,
      @Parameter(
              description =
                  "The last message of the Markdown; without one, the newest. JSON has all messages",
              schema = @Schema(type = SchemaType.STRING, format = "uuid"))
          @QueryParam("message_id")
          @Nullable String messageId,
      @Context HttpServletRequest request) {
    ExportFile file =
        ExportFile.of(format)
            .orElseThrow(
                () -> Problem.INVALID_REQUEST.because("`format` is `markdown` or `json`."));
    Conversation conversation = access.to(id, request);
    Optional<Caller> caller = identities.of(request);
    RateLimits.require(rateLimits.export(caller, proxies.client(request)));
    Optional<MessageId> last = last(conversation, messageId);
    HistoryReader.Reading reading = reader.of(conversation.id());
    Map<ReplyId, Feedback> feedback =
        caller.map(known -> ratings.of(conversation.id(), known.id())).orElse(Map.of());
    Instant now = clock.instant();
    StreamingOutput body =
        switch (file) {
          case MARKDOWN -> out -> new MarkdownExport(conversation, last).write(reading, now, out);
          case JSON -> out -> new JsonExport(conversation, feedback).write(reading, now, out);
        };
    return Response.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, file.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, file.disposition(conversation))
        .build();
  }

  /// Looked for before anything is written: a download that has begun cannot be refused.
  private Optional<MessageId> last(Conversation conversation, @Nullable String text) {
    Optional<MessageId> named =
        Optional.ofNullable(text)
            .map(id ->
                Ids.parse(id)
                    .map(MessageId::new)
                    .orElseThrow(
                        () -> Problem.INVALID_REQUEST.because("`message_id` is not a UUID.")));
    if (named.isPresent() && history.find(conversation.id(), named.get()).isEmpty()) {
      throw Problem.NOT_FOUND.because("No message of this conversation has this id.");
    }
    return named;
  }
}
