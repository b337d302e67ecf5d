package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminTokenTest {
  @Test
  void theOperatorIsWhoSendsTheToken() {
    AdminToken admin = new AdminToken(Optional.of("open sesame"));
    assertTrue(admin.permits(bearer("open sesame")));
    assertFalse(admin.permits(bearer("open sesam")));
    assertFalse(admin.permits(Requests.get("/").request()));
  }

  @Test
  void withoutATokenNobodyIsTheOperator() {
    for (Optional<String> unset : java.util.List.of(Optional.<String>empty(), Optional.of(" "))) {
      AdminToken admin = new AdminToken(unset);
      assertFalse(admin.permits(bearer("")));
      assertFalse(admin.permits(bearer(" ")));
      assertFalse(admin.permits(bearer("anything")));
    }
  }

  @Test
  void aMissingTokenIsUnauthenticatedAndAWrongOneForbidden() {
    AdminToken admin = new AdminToken(Optional.of("open sesame"));
    assertEquals(Problem.UNAUTHENTICATED, refusal(admin, Requests.get("/").request()));
    assertEquals(Problem.FORBIDDEN, refusal(admin, bearer("wrong")));
    admin.require(bearer("open sesame"));
  }

  private static Problem refusal(AdminToken admin, HttpServletRequest request) {
    return assertThrows(ProblemException.class, () -> admin.require(request)).problem();
  }

  private static HttpServletRequest bearer(String token) {
    return Requests.get("/").with("Authorization", "Bearer " + token).request();
  }
}
