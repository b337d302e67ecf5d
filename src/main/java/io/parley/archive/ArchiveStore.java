package io.parley.archive;

import io.parley.event.Event;
import io.parley.event.LogEntry;
import io.parley.event.Origin;
import io.parley.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/// Writes what was read from the log, a whole batch in one transaction together with how far the
/// archive has come. The same events again change nothing.
///
/// Each statement takes all its rows as one JSON array: one round trip and one plan, however many
/// rows there are.
@ApplicationScoped
public class ArchiveStore {
  private static final String INSERT_EPOCHS =
      """
      insert into log_epoch (epoch)
      select e.epoch from json_array_elements_text(cast(:rows as json)) as e(epoch)
      on conflict do nothing
      """;

  /// The conversations that have not been erased. The lock keeps them from being erased between the
  /// look and the insert.
  private static final String KEPT =
      """
      with kept as (
        select c.id from conversation c
        where c.id in (
          select r.conversation_id
          from json_to_recordset(cast(:rows as json)) as r(conversation_id uuid))
        for key share
      )
      """;

  /// An event of a conversation that was erased, or of a message that was removed, comes to
  /// nothing.
  private static final String INSERT_MESSAGES =
      KEPT
          + """
          insert into message (id, conversation_id, role, author_id, author_name, content, model,
            status, parent_id, draft_id, reply_id, epoch_no, log_offset, attempt, imported,
            copied_from, created_at)
          select e.* from json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid,
            role text, author_id text, author_name text, content text, model text, status text,
            parent_id uuid, draft_id uuid, reply_id uuid, epoch_no integer, log_offset bigint,
            attempt integer, imported boolean, copied_from uuid[], created_at timestamptz)
          where exists (select 1 from kept k where k.id = e.conversation_id)
            and e.id <> e.conversation_id
            and not exists (
              select 1 from removed_message r
              where r.id = e.id and r.conversation_id = e.conversation_id)
            and not (e.role = 'user' and exists (
              select 1 from asked_reply a where a.id = e.id and a.conversation_id = e.conversation_id))
          on conflict do nothing
          """;

  /// A reply that is asked for under the id of something else comes to nothing.
  private static final String INSERT_ASKED =
      KEPT
          + """
          insert into asked_reply (id, conversation_id, message_id)
          select e.* from json_to_recordset(cast(:rows as json))
            as e(id uuid, conversation_id uuid, message_id uuid)
          where exists (select 1 from kept k where k.id = e.conversation_id)
            and e.id <> e.conversation_id
            and not exists (
              select 1 from removed_message r
              where r.id = e.id and r.conversation_id = e.conversation_id)
            and not exists (
              select 1 from message m where m.id = e.id and m.conversation_id = e.conversation_id)
          on conflict do nothing
          """;

  private static final String TOUCH_CONVERSATIONS =
      """
      update conversation c set updated_at = greatest(c.updated_at, e.created_at),
        last_message_at = e.created_at
      from (
        select conversation_id, max(created_at) as created_at
        from json_to_recordset(cast(:rows as json))
          as r(conversation_id uuid, created_at timestamptz)
        group by conversation_id) e
      where c.id = e.conversation_id
        and (c.last_message_at is null or c.last_message_at < e.created_at)
      """;

  private static final String RESTART_REPLIES =
      """
      update message m set attempt = e.attempt, model = e.model, author_id = e.author_id,
        author_name = e.author_name, status = 'streaming', finish_epoch_no = null,
        finish_offset = null, finished_at = null, finish_reason = null, error = null
      from json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid,
        author_id text, author_name text, model text, attempt integer, continues integer)
      where m.id = e.id and m.conversation_id = e.conversation_id
        and m.attempt < e.attempt
        and (m.status = 'streaming' or (m.role = 'assistant' and m.attempt = e.continues))
      """;

  /// A reply that goes on is looked for again when it has its new text.
  private static final String FORGET_WORDS =
      """
      delete from search_entry s
      using json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid,
          continues integer), message m
      where e.continues is not null
        and s.message_id = e.id and s.conversation_id = e.conversation_id
        and m.id = e.id and m.conversation_id = e.conversation_id and m.status = 'streaming'
      """;

  private static final String END_REPLIES =
      """
      update message m set author_id = e.author_id, author_name = e.author_name,
        content = e.content, model = e.model, status = e.status,
        finish_epoch_no = e.finish_epoch_no, finish_offset = e.finish_offset,
        attempt = e.attempt, finished_at = e.finished_at, thinking = e.thinking,
        finish_reason = e.finish_reason, refusal = e.refusal, usage = e.usage,
        citations = e.citations, error = e.error, details = e.details
      from json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid,
        author_id text, author_name text, content text, model text, status text,
        finish_epoch_no integer, finish_offset bigint, attempt integer, finished_at timestamptz,
        thinking text, finish_reason text, refusal text, usage jsonb, citations jsonb, error jsonb, details jsonb)
      where m.id = e.id and m.conversation_id = e.conversation_id and m.status = 'streaming'
        and m.attempt <= e.attempt
      """;

  private static final String REMOVE_MESSAGES =
      """
      with e as (
        select * from json_to_recordset(cast(:rows as json))
          as r(id uuid, conversation_id uuid, removed_at timestamptz)
      ), gone as (
        delete from message m using e
        where m.id = e.id and m.conversation_id = e.conversation_id
        returning m.id, m.conversation_id, m.author_id, m.reply_id, m.epoch_no, m.log_offset
      )
      insert into removed_message (id, conversation_id, author_id, reply_id, epoch_no, log_offset,
        removed_at)
      select e.id, e.conversation_id, g.author_id, g.reply_id, g.epoch_no, g.log_offset,
        e.removed_at
      from e left join gone g on g.id = e.id and g.conversation_id = e.conversation_id
      where exists (select 1 from conversation c where c.id = e.conversation_id)
      on conflict do nothing
      """;

  private static final String REMOVE_FEEDBACK =
      """
      delete from feedback f
      using json_to_recordset(cast(:rows as json)) as e(id uuid, conversation_id uuid)
      where f.reply_id = e.id and f.conversation_id = e.conversation_id
      """;

  private static final String ERASE_CONVERSATIONS =
      """
      delete from conversation c
      using json_to_recordset(cast(:rows as json)) as e(id uuid, kind text)
      where c.id = e.id and c.kind = e.kind
      """;

  private static final String REMEMBER_REMOVED_ROOMS =
      """
      insert into removed_room (id, removed_at)
      select e.id, e.erased_at
      from json_to_recordset(cast(:rows as json)) as e(id uuid, erased_at timestamptz)
      on conflict do nothing
      """;

  private static final String RECORD_PROGRESS =
      """
      insert into archive_progress as p (epoch_no, log_partition, log_offset)
      select e.* from json_to_recordset(cast(:rows as json))
        as e(epoch_no integer, log_partition integer, log_offset bigint)
      on conflict (epoch_no, log_partition)
        do update set log_offset = greatest(p.log_offset, excluded.log_offset)
      """;

  @PersistenceContext(unitName = "parley")
  EntityManager entities;

  /// Entries of one partition come in its order.
  ///
  /// @return the copies of what was removed, which are to be removed as well
  @Transactional
  public Set<Origin.Source> archive(List<? extends LogEntry<? extends Event.Durable>> entries) {
    Epochs epochs = withEpochsOf(entries);
    ToIntFunction<String> epochNumbers = epoch -> epochs.number(epoch).orElseThrow();
    if (entries.stream().anyMatch(entry -> CopyStore.concerns(entry.event()))) {
      copyStore().lock();
    }
    Set<Origin.Source> copies = new LinkedHashSet<>();
    ArchiveBatch batch = new ArchiveBatch(epochNumbers);
    for (LogEntry<? extends Event.Durable> entry : entries) {
      if (!batch.takes(entry)) {
        copies.addAll(write(batch));
        batch = new ArchiveBatch(epochNumbers);
      }
      batch.add(entry);
    }
    copies.addAll(write(batch));
    return copies;
  }

  private List<Origin.Source> write(ArchiveBatch batch) {
    write(INSERT_MESSAGES, batch.messages());
    write(INSERT_ASKED, batch.asked());
    write(TOUCH_CONVERSATIONS, batch.messages());
    write(RESTART_REPLIES, batch.restarts());
    write(FORGET_WORDS, batch.restarts());
    write(END_REPLIES, batch.ends());
    SearchTextStore.within(entities).add(batch.finalTexts());
    write(REMOVE_MESSAGES, batch.removals());
    write(REMOVE_FEEDBACK, batch.removals());
    write(ERASE_CONVERSATIONS, batch.erasures());
    write(REMEMBER_REMOVED_ROOMS, batch.removedRooms());
    write(RECORD_PROGRESS, batch.progress());
    return copyStore().copies(batch);
  }

  private CopyStore copyStore() {
    return new CopyStore(entities);
  }

  private Epochs withEpochsOf(List<? extends LogEntry<? extends Event.Durable>> entries) {
    List<String> needed =
        entries.stream().map(entry -> entry.position().epoch()).distinct().toList();
    Epochs known = epochs();
    if (needed.stream().allMatch(epoch -> known.number(epoch).isPresent())) {
      return known;
    }
    write(INSERT_EPOCHS, needed);
    return epochs();
  }

  private void write(String statement, Collection<?> rows) {
    if (!rows.isEmpty()) {
      entities.createNativeQuery(statement).setParameter("rows", Json.write(rows)).executeUpdate();
    }
  }

  private Epochs epochs() {
    return Epochs.of(entities.createQuery(Epochs.ALL, StoredEpoch.class).getResultStream());
  }
}
