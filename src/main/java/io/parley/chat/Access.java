package io.parley.chat;

import io.parley.conversation.Conversation;
import io.parley.conversation.Conversations;
import io.parley.event.ConversationId;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.platform.Ids;
import io.parley.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/// The conversations as one caller sees them: one that they may not see does not exist for them.
/// Every call that names a conversation comes through here.
@ApplicationScoped
public class Access {
  @Inject Conversations conversations;
  @Inject Identities identities;

  /// @param id as it stands in the request's path
  /// @throws io.parley.platform.ProblemException `not_found`
  public Conversation to(String id, HttpServletRequest request) {
    return Ids.parse(id)
        .map(ConversationId::new)
        .flatMap(known ->
            conversations.visibleTo(
                identities.of(request).map(Caller::participant).map(who -> who.id()), known))
        .orElseThrow(Conversations::unknown);
  }

  /// The same, of a conversation that is the caller's own, to change it.
  ///
  /// @throws io.parley.platform.ProblemException `unauthenticated`, `not_found`, `forbidden` if it
  ///   is a room, which is everybody's
  public Conversation toOwn(String id, HttpServletRequest request) {
    Caller caller = identities.require(request);
    Conversation conversation = to(id, request);
    if (!conversation.isOwnedBy(caller.participant().id())) {
      throw Problem.FORBIDDEN.because(
          "This call is for private conversations. Change a room with PATCH /api/rooms/{name}.");
    }
    return conversation;
  }
}
