-- Search: texts are folded by the nodes now, by the Unicode data of ICU. `search_fold` and
-- `search_words` stay for nodes of an older version during an upgrade.

-- By which rules an entry was folded; null: by `search_fold`. A node folds those again in small
-- transactions after the migration.
alter table search_entry add column folding smallint;

-- All entries before this number are folded by the newest rules.
create table search_folding (
  only_row boolean primary key default true check (only_row),
  next_no  bigint not null
);
insert into search_folding (next_no) values (0);

-- Marks that no text can hold, among the words: see V3.
create function search_marks(owner uuid, no bigint) returns tsvector
language sql immutable parallel safe
return array_to_tsvector(array[
  '~' || coalesce(owner::text, ''),
  '~a' || (no >> 8), '~b' || (no >> 11), '~c' || (no >> 14), '~d' || (no >> 17),
  '~e' || (no >> 20)]);

-- Titles and rooms' names, with the owner's mark. Without words a title is yet to be folded: also
-- whatever a node of an older version writes.
create table conversation_title (
  conversation_id uuid primary key references conversation on delete cascade,
  title           text not null,
  words           tsvector
);

insert into conversation_title (conversation_id, title)
select id, coalesce(name, title) from conversation where coalesce(name, title) is not null;

create index conversation_title_words on conversation_title using gin (words)
  with (fastupdate = off);
create index conversation_title_unfolded on conversation_title (conversation_id)
  where words is null;

create function conversation_entitled() returns trigger language plpgsql as $$
begin
  if coalesce(new.name, new.title) is null then
    delete from conversation_title where conversation_id = new.id;
  else
    insert into conversation_title (conversation_id, title)
    values (new.id, coalesce(new.name, new.title))
    on conflict (conversation_id) do update set title = excluded.title, words = null
      where conversation_title.title <> excluded.title;
  end if;
  return null;
end
$$;

create trigger conversation_title_of after insert or update of name, title on conversation
  for each row execute function conversation_entitled();
