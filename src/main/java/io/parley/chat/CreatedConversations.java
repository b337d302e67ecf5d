package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.live.ConversationView;
import io.parley.live.LiveConversations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/// What a client gets that has created a conversation, in whichever way: `201`, its address and the
/// conversation.
@ApplicationScoped
public class CreatedConversations {
  @Inject LiveConversations live;

  public Response response(Conversation created, UriInfo uri) {
    return response(created, view(created), uri);
  }

  /// @param entity what is sent in place of the conversation alone
  public Response response(Conversation created, Object entity, UriInfo uri) {
    return Response.created(
            uri.getBaseUriBuilder().path("conversations").path(created.id().toString()).build())
        .entity(entity)
        .build();
  }

  /// Nothing is being answered in it yet.
  public ConversationView view(Conversation created) {
    return ConversationView.of(created, live.of(created.id()).now().position(), false);
  }
}
