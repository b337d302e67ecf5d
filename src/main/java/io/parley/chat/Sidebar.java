package io.parley.chat;

import io.parley.identity.Identities;
import io.parley.platform.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The guest's conversations in the list beside every page, under the day they were last spoken in.
/// The day is UTC's until the browser, which knows the reader's, draws the list again. While they
/// cannot be listed the page opens without them.
@Named
@RequestScoped
public class Sidebar {
  private static final System.Logger LOG = System.getLogger(Sidebar.class.getName());
  private static final int SHOWN = 50;
  private static final int WEEK = 7;

  @Inject PrivateConversations owned;
  @Inject Identities identities;
  @Inject HttpServletRequest request;
  @Inject Clock clock;

  private List<Group> groups = List.of();
  private String next = "";

  /// Conversations under one heading.
  public record Group(String name, List<Entry> entries) {
    public Group {
      entries = List.copyOf(entries);
    }

    public String getName() {
      return name;
    }

    public List<Entry> getEntries() {
      return entries;
    }
  }

  /// A conversation in the list.
  public record Entry(String id, String title, String updatedAt, String saidAt, boolean running) {
    private static Entry of(ConversationList.Item item) {
      return new Entry(
          item.id().toString(),
          item.title().orElse(ConversationPage.UNTITLED),
          item.updatedAt().toString(),
          item.lastMessageAt().map(Object::toString).orElse(""),
          item.running());
    }

    public String getId() {
      return id;
    }

    public String getTitle() {
      return title;
    }

    public String getUpdatedAt() {
      return updatedAt;
    }

    /// When something was last said in it; empty if nothing was.
    public String getSaidAt() {
      return saidAt;
    }

    public boolean isRunning() {
      return running;
    }

    public String getUrl() {
      return ConversationPages.path(id);
    }
  }

  @PostConstruct
  void load() {
    try {
      ConversationList list =
          owned.ownedBy(identities.require(request).participant().id(), Optional.empty(), SHOWN);
      groups = grouped(list.items(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      next = list.next().orElse("");
    } catch (ProblemException away) {
      LOG.log(System.Logger.Level.DEBUG, "no list of conversations: {0}", away.problem());
    }
  }

  public List<Group> getGroups() {
    return groups;
  }

  public String getNext() {
    return next;
  }

  static List<Group> grouped(List<ConversationList.Item> items, LocalDate today) {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    for (ConversationList.Item item : items) {
      groups.computeIfAbsent(name(item, today), _ -> new ArrayList<>()).add(Entry.of(item));
    }
    return groups.entrySet().stream().map(it -> new Group(it.getKey(), it.getValue())).toList();
  }

  private static String name(ConversationList.Item item, LocalDate today) {
    LocalDate day = LocalDate.ofInstant(item.updatedAt(), ZoneOffset.UTC);
    if (!day.isBefore(today)) {
      return "Today";
    }
    if (!day.isBefore(today.minusDays(1))) {
      return "Yesterday";
    }
    return day.isBefore(today.minusDays(WEEK)) ? "Older" : "Previous 7 days";
  }
}
