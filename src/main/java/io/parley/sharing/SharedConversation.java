package io.parley.sharing;

import io.parley.history.MessageRow;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A share as it is rendered: for everybody who has its link, and with nothing to do but read.
@Named("shared")
@RequestScoped
public class SharedConversation {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private @Nullable SharedPage page;
  private String path = "";

  void show(SharedPage shown, String at) {
    page = shown;
    path = at;
  }

  public String getTitle() {
    return Optional.ofNullable(page).flatMap(SharedPage::title).orElse("A conversation");
  }

  public List<MessageRow> getMessages() {
    return page == null ? List.of() : MessageRow.of(page.items(), "");
  }

  /// Where the messages before these are; empty if these are the first.
  public String getEarlierUrl() {
    return Optional.ofNullable(page)
        .flatMap(SharedPage::next)
        .map(before -> path + "?before=" + before)
        .orElse("");
  }

  public String getMadeAt() {
    return made().toString();
  }

  public String getMadeOn() {
    return DAY.format(made());
  }

  private Instant made() {
    return Optional.ofNullable(page).map(SharedPage::createdAt).orElse(Instant.EPOCH);
  }
}
