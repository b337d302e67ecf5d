package io.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.participant.Names;
import io.parley.participant.Participant;
import io.parley.testing.VirtualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestsTest {
  private static final byte[] OLD_SECRET = secret(1);
  private static final byte[] SECRET = secret(2);

  private final VirtualClock clock = new VirtualClock();
  private final GuestEpochs epochs = new GuestEpochs();
  private final Guests guests = guests(SECRET);

  @Test
  void aTokenNamesItsGuest() {
    Participant ada = guests.arrive("Ada 👩‍💻");
    Guests.Recognised recognised = guests.recognise(guests.token(ada)).orElseThrow();
    assertEquals(ada, recognised.participant());
    assertFalse(recognised.stale());
  }

  @Test
  void aTokenIsACookieValueAndSmall() {
    String token = guests.token(guests.arrive("👩".repeat(Names.MAX_LENGTH)));
    assertTrue(token.matches("[A-Za-z0-9._-]{1,300}"), token);
  }

  @Test
  void twoGuestsAreTwo() {
    assertNotEquals(guests.arrive("Ada").id(), guests.arrive("Ada").id());
  }

  @Test
  void aRenamedGuestIsTheSameGuest() {
    Participant guest = guests.arrive();
    Participant renamed = guests.rename(guest, " Grace ");
    assertEquals(new Participant(guest.id(), "Grace"), renamed);
  }

  @Test
  void noCharacterOfATokenCanBeChanged() {
    String token = guests.token(guests.arrive("Ada"));
    assertTrue(guests.recognise(token).isPresent());
    for (int i = 0; i < token.length(); i++) {
      for (char other : new char[] {'A', 'B', 'Q', 'g', '_'}) {
        String changed = token.substring(0, i) + other + token.substring(i + 1);
        if (!changed.equals(token)) {
          assertEquals(Optional.empty(), guests.recognise(changed), changed);
        }
      }
    }
  }

  @Test
  void anInvalidTokenNamesNobody() {
    for (String text :
        List.of("", "pg1.", "pg1.AAAA", "pg2.x", "pg1.%%%", "pg1.\u20ac", "Bearer")) {
      assertEquals(Optional.empty(), guests.recognise(text), text);
    }
  }

  @Test
  void anotherServersTokenNamesNobody() {
    assertEquals(Optional.empty(), guests.recognise(guests(OLD_SECRET).token(guests.arrive())));
  }

  @Test
  void aPreviousSecretIsAcceptedAndItsTokenIsStale() {
    Participant ada = guests(OLD_SECRET).arrive("Ada");
    String token = guests(OLD_SECRET).token(ada);
    Guests rotated = guests(SECRET, OLD_SECRET);
    Guests.Recognised recognised = rotated.recognise(token).orElseThrow();
    assertEquals(ada, recognised.participant());
    assertTrue(recognised.stale());
    assertFalse(rotated.recognise(rotated.token(ada)).orElseThrow().stale());
  }

  @Test
  void aTokenGrowsStaleAndThenEnds() {
    String token = guests.token(guests.arrive());
    clock.advance(Duration.ofDays(31));
    assertTrue(guests.recognise(token).orElseThrow().stale());
    clock.advance(Guests.LIFETIME);
    assertEquals(Optional.empty(), guests.recognise(token));
  }

  @Test
  void aRevokedGuestsOlderTokensNameNobody() {
    Participant ada = guests.arrive("Ada");
    Participant grace = guests.arrive("Grace");
    String old = guests.token(ada);
    assertTrue(guests.recognise(old).isPresent());
    epochs.raise(Map.of(ada.id(), 7L));
    assertEquals(Optional.empty(), guests.recognise(old));
    assertEquals(Optional.empty(), guests.recognise(guests.token(ada, 6)));
    assertEquals(7, guests.recognise(guests.token(ada, 7)).orElseThrow().epoch());
    assertTrue(guests.recognise(guests.token(grace)).isPresent(), "others are not concerned");
    epochs.raise(Map.of(ada.id(), 3L));
    assertEquals(Optional.empty(), guests.recognise(old), "an epoch never goes back");
  }

  @Test
  void aTokenIssuedForAnotherKeepsItsEpoch() {
    Participant ada = guests.arrive("Ada");
    Guests.Recognised known = guests.recognise(guests.token(ada)).orElseThrow();
    String renamed = guests.token(guests.rename(ada, "Grace"), known.epoch());
    epochs.raise(Map.of(ada.id(), 1L));
    assertEquals(Optional.empty(), guests.recognise(renamed));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> guests(new byte[31]));
  }

  private Guests guests(byte[] secret, byte[]... previous) {
    return new Guests(secret, List.of(previous), epochs, clock, new Random(3), () -> {});
  }

  private static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }
}
