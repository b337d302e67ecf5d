package io.parley.chatbatch;

import io.parley.api.Refuses;
import io.parley.identity.Caller;
import io.parley.identity.Identities;
import io.parley.identity.ProofValidity;
import io.parley.liberty.ClientConnection;
import io.parley.liberty.DisconnectDetector;
import io.parley.limits.RateLimits;
import io.parley.llm.Generation;
import io.parley.llm.GenerationEvent.Began;
import io.parley.llm.GenerationEvent.Cancelled;
import io.parley.llm.GenerationEvent.Completed;
import io.parley.llm.GenerationEvent.Failed;
import io.parley.llm.GenerationEvent.Text;
import io.parley.llm.GenerationEvent.Thinking;
import io.parley.llm.ModelId;
import io.parley.llm.Models;
import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `POST /api/chat_batch`: one question, one answer, as it is generated.
@Path("chat_batch")
@ApplicationScoped
@Tag(name = "models")
public class ChatBatchResource {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String MODEL = "X-Parley-Model";
  private static final String CACHE = "X-Parley-Cache";
  private static final String OMITTED = "X-Parley-Omitted-Parameters";

  @Inject Identities identities;
  @Inject RateLimits rateLimits;
  @Inject ProofValidity validity;
  @Inject DisconnectDetector disconnects;
  @Inject Models models;
  @Inject OneShots oneShots;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({TEXT, MediaType.APPLICATION_JSON})
  @SecurityRequirement(name = "guest")
  @SecurityRequirement(name = "cookie")
  @Operation(
      operationId = "chatBatch",
      summary = "Ask one question",
      description =
          "The reply is streamed as it is generated, and not stored. If the reply fails, the"
              + " response ends without a proper end: discard what was received. If the client"
              + " disconnects, Parley cancels the request.")
  @APIResponse(
      responseCode = "200",
      description = "The reply",
      headers = {
        @Header(
            name = MODEL,
            description = "The model that replies: a fallback if the requested model cannot",
            schema = @Schema(type = SchemaType.STRING)),
        @Header(
            name = CACHE,
            description = "`hit` or `miss`, if the reply may come from the cache",
            schema = @Schema(type = SchemaType.STRING))
      },
      content =
          @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED,
    Problem.PROVIDER_UNAVAILABLE
  })
  public void ask(
      @RequestBody(required = true) BatchRequest question,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse response) {
    Caller who = identities.require(request);
    ModelId model = question.model().map(models::require).orElseGet(models::defaultModel);
    who.requireModel(model.toString());
    OneShots.Question oneShot =
        new OneShots.Question(question.prompt(model), who.models(), question.cache());
    RateLimits.require(rateLimits.reply(who));
    BatchAnswer answer = new BatchAnswer(ClientConnection.of(request));
    DisconnectDetector.Watch connected = disconnects.watch(request, answer::giveUp);
    Thread.ofVirtual()
        .name("chat-batch")
        .start(() -> answer(oneShot, who, answer, connected, response));
  }

  private void answer(
      OneShots.Question question,
      Caller who,
      BatchAnswer answer,
      DisconnectDetector.Watch connected,
      AsyncResponse response) {
    try (connected;
        ProofValidity.Watch _ = validity.watch(who, answer::giveUp)) {
      respond(question, who, answer, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.resume(Problem.UNAVAILABLE.because("The server is stopping."));
    }
  }

  private void respond(
      OneShots.Question question, Caller who, BatchAnswer answer, AsyncResponse response)
      throws InterruptedException {
    Generation generation = oneShots.generate(question, answer);
    try {
      switch (answer.next()) {
        case Began began -> response.resume(streamed(question, began, answer));
        case Failed failed -> response.resume(problem(failed));
        case Cancelled _ ->
            response.resume(
                validity.holds(who)
                    ? Problem.UNAVAILABLE.because("The client has disconnected.")
                    : Problem.UNAUTHENTICATED.because(
                        "The key or token of this request was revoked or has expired."));
        case Thinking _, Text _, Completed _ ->
            throw new IllegalStateException("a reply without a beginning");
      }
    } finally {
      answer.close();
      generation.cancel();
    }
  }

  private Response streamed(OneShots.Question question, Began began, BatchAnswer answer) {
    Response.ResponseBuilder streamed =
        Response.ok(answer, TEXT)
            .header(MODEL, began.model())
            .header("Cache-Control", "no-store, no-transform")
            .header("X-Accel-Buffering", "no");
    if (!began.omitted().isEmpty()) {
      streamed.header(OMITTED, String.join(", ", began.omitted()));
    }
    if (oneShots.mayRepeat(question)) {
      streamed.header(CACHE, began.cached() ? "hit" : "miss");
    }
    return streamed.build();
  }

  private static ProblemException problem(Failed failed) {
    Problem problem =
        switch (failed.code()) {
          case RATE_LIMITED -> Problem.RATE_LIMITED;
          case MODEL_NOT_FOUND -> Problem.UNKNOWN_MODEL;
          case CONTEXT_LENGTH_EXCEEDED, PROVIDER_REJECTED -> Problem.INVALID_REQUEST;
          case PROVIDER_UNAUTHORIZED,
              PROVIDER_QUOTA_EXHAUSTED,
              PROVIDER_ERROR,
              PROVIDER_UNREACHABLE,
              PROVIDER_TIMEOUT,
              STREAM_BROKEN,
              MALFORMED_EVENT,
              EMPTY_ANSWER,
              ANSWER_TOO_LARGE ->
              Problem.PROVIDER_UNAVAILABLE;
        };
    return new ProblemException(problem, failed.detail(), failed.retryAfter());
  }
}
