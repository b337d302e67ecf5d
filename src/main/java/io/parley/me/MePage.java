package io.parley.me;

import io.parley.identity.Caller;
import io.parley.identity.Identities;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/// Who looks at a page, as every page says at the foot of its sidebar.
@Named
@RequestScoped
public class MePage {
  @Inject Identities identities;
  @Inject HttpServletRequest request;

  public String getId() {
    return caller().id().toString();
  }

  public String getName() {
    return caller().participant().name();
  }

  /// What stands in the circle, as `initialOf` in `js/session/colours.js` has it.
  public String getInitial() {
    String name = getName().strip();
    return name.isEmpty() ? "?" : Character.toString(name.codePointAt(0)).toUpperCase(Locale.ROOT);
  }

  /// A program that reads pages with its key can neither change its name nor be deleted here.
  public boolean isGuest() {
    return caller().proof() instanceof Caller.Proof.Guest;
  }

  private Caller caller() {
    return identities.require(request);
  }
}
