-- What people think of replies. A reply's row may come later than its first rating.
create table feedback (
  reply_id        uuid not null,
  participant_id  uuid not null,
  conversation_id uuid not null references conversation on delete cascade,
  rating          text not null check (rating in ('up', 'down')),
  comment         text,
  given_at        timestamptz not null,
  primary key (reply_id, participant_id)
);

create index feedback_by_participant on feedback (conversation_id, participant_id);

-- A link through which everybody can read some messages of a conversation. Who holds the token may
-- read; what is stored of it is its SHA-256.
create table share (
  id              uuid primary key,
  token_digest    bytea not null unique,
  conversation_id uuid not null references conversation on delete cascade,
  owner           uuid not null,
  messages        uuid[] not null,
  created_at      timestamptz not null
);

create index share_by_conversation on share (conversation_id, owner);

-- Vectors of up to some 300 words stay in their row, where a search reads them.
alter table search_entry set (toast_tuple_target = 4096);
