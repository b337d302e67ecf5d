package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.parley.event.ConversationId;
import io.parley.participant.Participant;
import io.parley.participant.ParticipantId;
import io.parley.platform.Ids;
import io.parley.services.DataDirectory;
import io.parley.services.Part;
import io.parley.services.ServicePorts;
import io.parley.services.Services;
import io.parley.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class PresenceIT {
  @TempDir Path data;
  private Services services;
  private PresenceNode east;
  private PresenceNode west;
  private final ConversationId lobby = new ConversationId(Ids.next());
  private final Participant ada = participant("Ada");
  private final Participant grace = participant("Grace");

  @BeforeEach
  void startRedisAndTwoNodes() {
    services =
        Services.start(
            ServicePorts.free(), DataDirectory.claim(data), Set.of(Part.REDIS), part -> {});
    east = new PresenceNode("east", services.redisUrl());
    west = new PresenceNode("west", services.redisUrl());
  }

  @AfterEach
  void stop() {
    east.close();
    west.close();
    services.close();
  }

  @Test
  void aParticipantIsThereFromTheFirstTabToTheLastOverAllNodes() {
    east.presence.enter(lobby, ada, "1");
    assertEquals(List.of("+Ada"), east.news());
    east.presence.enter(lobby, ada, "2");
    west.presence.enter(lobby, ada, "3");
    assertEquals(Set.of("Ada"), west.names(lobby));
    east.presence.leave(lobby, ada.id(), "1");
    east.presence.leave(lobby, ada.id(), "2");
    assertEquals(List.of(), east.news());
    assertEquals(Set.of("Ada"), east.names(lobby));
    west.presence.leave(lobby, ada.id(), "3");
    assertEquals(List.of("-Ada"), west.news());
    assertEquals(Set.of(), east.names(lobby));
  }

  @Test
  void everyNodeKnowsWherePeopleAre() {
    ConversationId garden = new ConversationId(Ids.next());
    assertEquals(List.of(), east.presence.inhabited(8));

    west.presence.enter(lobby, ada, "1");
    west.presence.enter(garden, grace, "2");

    Await.until(
        "both are known",
        () -> Set.copyOf(east.presence.inhabited(9)).equals(Set.of(lobby, garden)));
    assertEquals(1, east.presence.inhabited(1).size());
  }

  @Test
  void conversationsDoNotMix() {
    ConversationId garden = new ConversationId(Ids.next());
    east.presence.enter(lobby, ada, "1");
    east.presence.enter(garden, ada, "2");
    west.presence.enter(garden, grace, "3");
    assertEquals(Map.of(lobby, 1, garden, 2), west.presence.counts(List.of(lobby, garden)));
    east.presence.leave(lobby, ada.id(), "1");
    assertEquals(Set.of("Ada", "Grace"), east.names(garden));
  }

  @Test
  void anotherNameIsTold() {
    east.presence.enter(lobby, ada, "1");
    west.presence.enter(lobby, ada, "2");
    east.news();
    Participant augusta = new Participant(ada.id(), "Augusta");
    west.presence.enter(lobby, augusta, "2");
    assertEquals(List.of("+Augusta"), west.news());
    assertEquals(Set.of("Augusta"), east.names(lobby));

    east.presence.rename(new Participant(ada.id(), "Ada L."));
    assertEquals(List.of("+Ada L."), east.news());
    west.presence.keep();
    assertEquals(Set.of("Ada L."), west.names(lobby));
  }

  @Test
  void whoComesUnderAnotherNameIsKnownToHaveBeenThere() {
    assertFalse(east.presence.enter(lobby, ada, "1"));
    assertFalse(east.presence.enter(lobby, ada, "2"));
    Participant augusta = new Participant(ada.id(), "Augusta");
    assertTrue(west.presence.enter(lobby, augusta, "3"));
    assertEquals(Optional.of(augusta), west.presence.here(lobby, ada.id()));
    assertEquals(Optional.empty(), west.presence.here(lobby, grace.id()));
  }

  @Test
  void aNodeThatDiesTakesItsParticipantsWithIt() {
    east.presence.enter(lobby, ada, "1");
    east.presence.enter(lobby, grace, "2");
    west.presence.enter(lobby, grace, "3");
    west.news();
    assertEquals(Set.of("Ada", "Grace"), west.names(lobby));
    east.lapse(lobby);
    assertEquals(Set.of("Grace"), west.names(lobby));
    west.presence.keep();
    assertEquals(List.of("-Ada"), west.news());
    assertEquals(Set.of("Grace"), west.names(lobby));
    assertEquals(Map.of(lobby, 1), west.presence.counts(List.of(lobby)));

    west.presence.leave(lobby, grace.id(), "3");
    assertEquals(List.of("-Grace"), west.news());
    assertEquals(Set.of(), west.names(lobby));
  }

  @Test
  void whoNobodyKeepsIsNotCountedThoughNobodyHasNoticed() {
    try (PresenceNode brief =
        new PresenceNode("brief", services.redisUrl(), Duration.ofMillis(50))) {
      brief.presence.enter(lobby, ada, "1");
      Await.until("their time is up", () -> west.names(lobby).isEmpty());
      assertEquals(Map.of(lobby, 0), west.presence.counts(List.of(lobby)));
    }
  }

  @Test
  void whatNobodyKeepsDisappearsFromRedis() {
    try (PresenceNode brief =
        new PresenceNode("brief", services.redisUrl(), Duration.ofMillis(20))) {
      brief.presence.enter(lobby, ada, "1");
      Await.until("the keys are gone", () -> keys(lobby) == 0);
    }
  }

  @Test
  void aNodeThatStoodStillLongerThanAnyWordCountsStillTellsWhoIsGone() {
    west.presence.enter(lobby, grace, "1");
    east.presence.enter(lobby, ada, "2");
    west.news();
    east.lapse(lobby);
    west.lapse(lobby);
    west.presence.keep();
    assertEquals(List.of("-Ada", "+Grace"), west.news());
    assertEquals(Set.of("Grace"), west.names(lobby));
  }

  @Test
  void whoComesBackBeforeAnybodyNoticedThatTheirNodeDiedIsTold() {
    east.presence.enter(lobby, ada, "1");
    east.lapse(lobby);
    west.presence.enter(lobby, ada, "2");
    assertEquals(List.of("+Ada"), west.news());
    west.presence.keep();
    assertEquals(List.of(), west.news());
    assertEquals(Set.of("Ada"), east.names(lobby));
  }

  @Test
  void whoIsKeptStaysHoweverLongItTakes() {
    east.presence.enter(lobby, ada, "1");
    west.presence.enter(lobby, grace, "2");
    double end = east.until(lobby, ada);
    Await.until(
        "every word is given anew",
        () -> {
          east.presence.keep();
          west.presence.keep();
          return east.until(lobby, ada) > end + 20;
        });
    assertEquals(List.of("+Ada"), east.news());
    assertEquals(List.of("+Grace"), west.news());
    assertEquals(Set.of("Ada", "Grace"), east.names(lobby));
  }

  @Test
  void aNodeThatWasTakenForDeadSaysThatItsParticipantsAreThere() {
    east.presence.enter(lobby, ada, "1");
    west.presence.enter(lobby, grace, "2");
    east.news();
    west.news();
    east.lapse(lobby);
    west.presence.keep();
    assertEquals(List.of("-Ada"), west.news());
    east.presence.keep();
    assertEquals(List.of("+Ada"), east.news());
    assertEquals(Set.of("Ada", "Grace"), west.names(lobby));
  }

  @Test
  void aDepartureIsToldThoughRedisDidNotHearOfTheArrival() {
    east.presence.enter(lobby, ada, "1");
    assertEquals("OK", east.redis().call(RedisClient::flushAll));
    east.news();
    east.presence.leave(lobby, ada.id(), "1");
    assertEquals(List.of("-Ada"), east.news());
  }

  @Test
  void whoIsOnAnotherNodeHasNotLeftThoughRedisDidNotHearOfTheArrivalHere() {
    east.presence.enter(lobby, ada, "1");
    assertEquals("OK", east.redis().call(RedisClient::flushAll));
    west.presence.enter(lobby, ada, "2");
    east.news();
    east.presence.leave(lobby, ada.id(), "1");
    assertEquals(List.of(), east.news());
    assertEquals(Set.of("Ada"), west.names(lobby));
  }

  @Test
  void aRedisThatForgotEverythingIsTold() {
    east.presence.enter(lobby, ada, "1");
    assertEquals("OK", east.redis().call(RedisClient::flushAll));
    assertEquals(Set.of(), west.names(lobby));
    east.presence.keep();
    assertEquals(Set.of("Ada"), west.names(lobby));
    assertEquals(Map.of(lobby, 1), west.presence.counts(List.of(lobby)));
    east.presence.leave(lobby, ada.id(), "1");
    assertEquals(Set.of(), west.names(lobby));
  }

  @Test
  void withoutRedisANodeKnowsItsOwnAndHealsByItself() {
    east.presence.enter(lobby, ada, "1");
    west.presence.enter(lobby, grace, "2");
    east.news();
    assertTrue(east.presence.known());
    services.kill(Part.REDIS);
    try {
      Participant newcomer = participant("Newcomer");
      long before = System.nanoTime();
      for (int tab = 0; tab < 50; tab++) {
        east.presence.enter(lobby, newcomer, "n" + tab);
      }
      east.presence.enter(lobby, participant("Another"), "a");
      Duration waited = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(waited.compareTo(Duration.ofSeconds(1)) < 0, () -> "waited " + waited);
      assertEquals(List.of("+Newcomer", "+Another"), east.news());
      east.presence.keep();
      assertEquals(List.of("unknown"), east.news());
      assertFalse(east.presence.known());
      assertEquals(Set.of("Ada", "Newcomer", "Another"), east.names(lobby));
      assertEquals(Map.of(lobby, 3), east.presence.counts(List.of(lobby)));
      east.presence.leave(lobby, ada.id(), "1");
      assertEquals(List.of("-Ada"), east.news());
    } finally {
      services.start(Part.REDIS);
    }
    Await.within(Duration.ofSeconds(5))
        .check(
            "presence is known again",
            () -> {
              east.presence.keep();
              west.presence.keep();
              return east.presence.known()
                  && west.names(lobby).equals(Set.of("Grace", "Newcomer", "Another"));
            });
    assertEquals(
        Set.of("+Newcomer", "+Another", "known"),
        east.news().stream().filter(it -> !it.equals("-Ada")).collect(Collectors.toSet()));
  }

  @Test
  void aDepartureThatWasOvertakenIsCorrected() {
    east.presence.enter(lobby, ada, "1");
    east.presence.leave(lobby, ada.id(), "1");
    west.presence.enter(lobby, ada, "2");
    assertEquals(List.of("+Ada", "-Ada"), east.news());
    east.presence.keep();
    assertEquals(List.of("+Ada"), east.news());
    east.presence.keep();
    assertEquals(List.of(), east.news());
  }

  @Test
  void manyParticipantsAreKeptInOneGo() {
    for (int i = 0; i < 1_200; i++) {
      east.presence.enter(lobby, participant("Guest " + i), "tab " + i);
    }
    assertEquals(1_200, east.news().size());
    assertEquals("OK", east.redis().call(RedisClient::flushAll));
    east.presence.keep();
    assertEquals(1_200, east.news().size());
    assertEquals(Map.of(lobby, 1_200), west.presence.counts(List.of(lobby)));
  }

  private int keys(ConversationId conversation) {
    return east.redis().call(client -> client.keys("*" + conversation + "*")).size();
  }

  private static Participant participant(String name) {
    return new Participant(new ParticipantId(Ids.next()), name);
  }
}
