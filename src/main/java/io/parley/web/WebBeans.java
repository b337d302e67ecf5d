package io.parley.web;

import io.parley.apikey.ApiKeys;
import io.parley.http.Credentials;
import io.parley.http.Proxies;
import io.parley.identity.Guests;
import io.parley.identity.Identities;
import io.parley.limits.RateLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Makes this package's plain classes from their configuration.
@ApplicationScoped
class WebBeans {
  private static final Logger LOG = System.getLogger(WebBeans.class.getName());

  @Produces
  @Singleton
  Hosts hosts(WebConfig config) {
    List<String> accepted = new ArrayList<>(config.hosts());
    config.publicUrl().map(URI::getHost).filter(WebBeans::isName).ifPresent(accepted::add);
    accepted.addAll(machine());
    return new Hosts(accepted);
  }

  /// Pages name their files by it.
  @Produces
  @Singleton
  @Named("assets")
  Assets assets(ServletContext files, WebConfig config) {
    return new Assets(files, config.liveFiles());
  }

  @Produces
  @Singleton
  PublicAddress publicAddress(WebConfig config, Proxies proxies) {
    return new PublicAddress(config.publicUrl(), proxies);
  }

  @Produces
  @Singleton
  Bodies bodies(WebConfig config, Proxies proxies, Identities identities, ApiKeys keys) {
    BodyLimits limits =
        new BodyLimits(
            request -> identities.of(request).isPresent(),
            request -> Credentials.apiKey(request).flatMap(keys::recognise).isPresent(),
            config.importBytes(),
            config.openAiBytes());
    return new Bodies(proxies, limits, config.bodyDiskBytes());
  }

  @Produces
  @Singleton
  GuestArrival guestArrival(
      Identities identities, Guests guests, RateLimits rateLimits, Proxies proxies) {
    return new GuestArrival(identities, guests, rateLimits, proxies);
  }

  @Produces
  @Singleton
  Scrapers scrapers(WebConfig config) {
    boolean deployed = config.publicUrl().isPresent() || !config.hosts().isEmpty();
    return new Scrapers(config.metricsToken(), deployed);
  }

  /// What this machine calls itself, also in its own network (RFC 6762).
  private static List<String> machine() {
    try {
      return names(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      LOG.log(Level.DEBUG, "This machine does not know its own name", e);
      return List.of();
    }
  }

  /// A machine whose name is `chat.example.org` is called `chat` and `chat.local` by its
  /// neighbours.
  static List<String> names(String machine) {
    String label = machine.split("[.]", 2)[0];
    return Stream.of(machine, machine + ".local", label, label + ".local")
        .distinct()
        .filter(WebBeans::isName)
        .toList();
  }

  /// Machines may call themselves what is no name of a host: such a name cannot be in a request.
  private static boolean isName(String host) {
    return Hosts.isName(host) && !host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
