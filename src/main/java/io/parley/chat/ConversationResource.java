package io.parley.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.api.Refuses;
import io.parley.archive.NewMessage;
import io.parley.conversation.Conversation;
import io.parley.conversation.ConversationSettings;
import io.parley.history.History;
import io.parley.history.HistoryPage;
import io.parley.history.PageQuery;
import io.parley.history.PageRequest;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import io.parley.live.ConversationView;
import io.parley.live.LiveConversation;
import io.parley.live.LiveConversations;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A conversation and what was said in it.
@Path("conversations/{id}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conversations", description = "Messages of rooms and private conversations")
public class ConversationResource {
  @Inject Access access;
  @Inject PrivateConversations owned;
  @Inject LiveConversations live;
  @Inject History history;
  @Inject Posting posting;
  @Inject Identities identities;
  @Inject RateLimits rateLimits;

  @GET
  @Operation(operationId = "getConversation", summary = "A conversation by its id")
  @APIResponse(
      responseCode = "200",
      description = "The conversation",
      content = @Content(schema = @Schema(implementation = ConversationView.class)))
  @Refuses({Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public ConversationView get(@PathParam("id") String id, @Context HttpServletRequest request) {
    Conversation conversation = access.to(id, request);
    ConversationView view = view(conversation);
    return owned.usage(conversation.id()).map(view::with).orElse(view);
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "changeConversation",
      summary = "Rename a private conversation, or change its settings",
      description =
          "A field that is `null` is removed, and a field that is not named stays. All its streams get a"
              + " `conversation` event.")
  @APIResponse(
      responseCode = "200",
      description = "The conversation as it is now",
      content = @Content(schema = @Schema(implementation = ConversationView.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public ConversationView change(
      @PathParam("id") String id,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = ConversationSettings.class)))
          JsonNode changes,
      @Context HttpServletRequest request) {
    Conversation conversation = access.toOwn(id, request);
    Caller caller = identities.require(request);
    RateLimits.require(rateLimits.post(caller));
    return view(owned.change(conversation.id(), changes, caller));
  }

  @DELETE
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "deleteConversation",
      summary = "Erase a private conversation",
      description =
          "Erases it from the archive and from every node; replies in progress end, and its streams"
              + " get `conversation.deleted`. The log's own records of it expire with the log.")
  @APIResponse(responseCode = "204", description = "The conversation was erased")
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public CompletionStage<Response> delete(
      @PathParam("id") String id, @Context HttpServletRequest request) {
    Conversation conversation = access.toOwn(id, request);
    return owned
        .erase(conversation.id(), conversation.owner().orElseThrow())
        .thenApply(_ -> Response.noContent().build());
  }

  @GET
  @Path("messages")
  @Operation(
      operationId = "listMessages",
      summary = "The last messages, or those before another page",
      description =
          "Oldest first within the page. `next` names the page before this one; without it there is"
              + " none. Events after `position` are not in the page yet: a stream or socket that"
              + " resumes there misses nothing. A reply in progress carries its text so far.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = HistoryPage.class)))
  @Refuses({Problem.INVALID_REQUEST, Problem.NOT_FOUND, Problem.UNAVAILABLE})
  public HistoryPage messages(
      @PathParam("id") String id, @BeanParam PageQuery query, @Context HttpServletRequest request) {
    PageRequest page = query.page();
    return history.page(access.to(id, request).id(), page.before(), page.limit());
  }

  @POST
  @Path("messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "postMessage",
      summary = "Post a message",
      description =
          "Returns when the message is stored in the log. The same `message_id` again gets the"
              + " same response, and the first text is kept. `reply_id` is set if a model will"
              + " reply.")
  @APIResponse(
      responseCode = "200",
      description = "The message is on the log",
      content = @Content(schema = @Schema(implementation = Posting.Posted.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.CONFLICT,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.UNAVAILABLE
  })
  public CompletionStage<Posting.Posted> post(
      @PathParam("id") String id,
      @RequestBody(required = true) NewMessage message,
      @Context HttpServletRequest request) {
    Caller author = identities.require(request);
    return posting.post(
        access.to(id, request),
        new Posting.Post(
            message.idOrNew(),
            author,
            message.message(),
            message.parent(),
            Optional.empty(),
            message.model(),
            message.reply().orElse(true)));
  }

  private ConversationView view(Conversation conversation) {
    LiveConversation now = live.of(conversation.id());
    return ConversationView.of(conversation, now.now().position(), now.isRunning());
  }
}
