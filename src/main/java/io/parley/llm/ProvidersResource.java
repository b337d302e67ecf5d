package io.parley.llm;

import io.parley.api.Refuses;
import io.parley.identity.Authority;
import io.parley.identity.Identities;
import io.parley.llm.ProviderTrial.Wanted;
import io.parley.platform.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `GET /api/providers` and `POST /api/providers/test`, for the operator. Whoever tests a provider
/// has this server send a request to an address of their choice, which may be a private one: an
/// Ollama usually is. So nobody else may.
@Path("providers")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
@SecurityRequirement(name = "operator")
public class ProvidersResource {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST = 2_000;

  /// Maximum number at the same time on a node.
  private static final int MOST = 2;

  private static final Duration SOON = Duration.ofSeconds(5);

  @Inject Identities identities;
  @Inject Clock clock;
  @Inject LlmBeans beans;
  @Inject Models models;

  private final Semaphore places = new Semaphore(MOST);
  private TrialPace pace = new TrialPace(Clock.systemUTC());
  private ProviderTrial trial = new ProviderTrial(Clock.systemUTC());

  /// All of them.
  @Schema(name = "Providers")
  public record Providers(List<Details> items) {
    public Providers {
      items = List.copyOf(items);
    }
  }

  /// A configured provider.
  @Schema(name = "ProviderDetails")
  public record Details(
      String name,
      @Schema(
              description = "The host and port of its base URL; absent for the built-in guide",
              implementation = String.class)
          Optional<String> host,
      boolean available,
      @Schema(description = "What is wrong and what to do", implementation = String.class)
          Optional<String> problem,
      @Schema(description = "Time at which this node noticed it") Optional<Instant> since) {}

  /// What to test.
  @Schema(
      name = "ProviderTest",
      examples =
          """
          {"provider": "my-lab", "base_url": "https://lab.example/v1", "api_key": "secret", \
          "model": "llama-3.3-70b"}\
          """)
  public record Request(
      @Schema(
              description =
                  "A known provider, such as `openai` or `ollama`, or a name of your own: lower-case"
                      + " letters, digits and hyphens",
              implementation = String.class)
          Optional<String> provider,
      @Schema(description = "Absent: the known provider's own", implementation = String.class)
          Optional<String> baseUrl,
      @Schema(
              description = "Sent to the provider, and neither logged nor kept",
              implementation = String.class)
          Optional<String> apiKey,
      @Schema(
              description = "As the provider names it; absent: a small one of those it lists",
              implementation = String.class)
          Optional<String> model) {
    @Override
    public String toString() {
      return "Request";
    }
  }

  @PostConstruct
  void begin() {
    pace = new TrialPace(clock);
    trial = new ProviderTrial(clock);
  }

  @GET
  @Operation(
      operationId = "listProviders",
      summary = "The configured model providers",
      description = "Where each one is, whether it can be used, and what is wrong with it.")
  @APIResponse(
      responseCode = "200",
      description = "All configured providers",
      content = @Content(schema = @Schema(implementation = Providers.class)))
  @Refuses({Problem.UNAUTHENTICATED, Problem.FORBIDDEN})
  public Providers list(@Context HttpServletRequest request) {
    identities.require(request, Authority.OPERATOR);
    Map<String, String> hosts = beans.hosts();
    return new Providers(
        models.list().providers().stream()
            .map(state ->
                new Details(
                    state.name(),
                    Optional.ofNullable(hosts.get(state.name())),
                    state.available(),
                    state.problem(),
                    state.since()))
            .toList());
  }

  @POST
  @Path("test")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "testProvider",
      summary = "Test a model provider before setting it up",
      description =
          "Asks the provider for its models and one of them for a short reply, and reports what"
              + " happened. It takes up to 30 seconds. Nothing is stored, and no setting changes. At"
              + " most 20 tests per minute and 2 at the same time on each node.")
  @APIResponse(
      responseCode = "200",
      description = "What happened, also if the provider does not work",
      content = @Content(schema = @Schema(implementation = TrialReport.class)))
  @Refuses({
    Problem.INVALID_REQUEST,
    Problem.UNAUTHENTICATED,
    Problem.FORBIDDEN,
    Problem.TOO_LARGE,
    Problem.RATE_LIMITED
  })
  public TrialReport test(@Context HttpServletRequest request, Request body) {
    identities.require(request, Authority.OPERATOR);
    Wanted wanted = wanted(body);
    pace.require();
    if (!places.tryAcquire()) {
      throw Problem.RATE_LIMITED.because(
          "Limit exceeded: at most %d provider tests at the same time.".formatted(MOST), SOON);
    }
    try {
      return trial.run(wanted);
    } finally {
      places.release();
    }
  }

  private static Wanted wanted(Request body) {
    String provider =
        text("provider", body.provider())
            .filter(name -> NAME.matcher(name).matches())
            .filter(name -> !name.equals(LlmConfig.GUIDE.provider()))
            .orElseThrow(() ->
                Problem.INVALID_REQUEST.because(
                    "`provider` is lower-case letters, digits and hyphens, and not `demo`."));
    return new Wanted(
        provider,
        text("base_url", body.baseUrl()),
        text("api_key", body.apiKey()),
        text("model", body.model()));
  }

  /// Without spaces around it, which come along with what is copied; empty is absent.
  private static Optional<String> text(String field, Optional<String> value) {
    Optional<String> text = value.map(String::strip).filter(it -> !it.isEmpty());
    if (text.filter(it -> it.length() > LONGEST).isPresent()) {
      throw Problem.INVALID_REQUEST.because(
          "`%s` has at most %,d characters.".formatted(field, LONGEST));
    }
    return text;
  }
}
