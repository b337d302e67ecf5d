-- Conversations and what was said in them, as archived from the log.

create table conversation (
  id            uuid primary key,
  kind          text not null check (kind in ('room', 'private')),
  name          text unique,
  topic         text,
  title         text,
  default_model text,
  answers       text not null default 'all' check (answers in ('all', 'mentions')),
  system_prompt text,
  temperature   double precision,
  owner         uuid,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  check ((kind = 'room') = (name is not null)),
  check ((kind = 'private') = (owner is not null))
);

create index conversation_by_owner on conversation (owner, updated_at desc, id desc)
  where owner is not null;

-- Offsets of different epochs cannot be compared; the number says which epoch came first.
create table log_epoch (
  no         integer generated always as identity primary key,
  epoch      text not null unique,
  first_seen timestamptz not null default now()
);

create table message (
  id              uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  role            text not null check (role in ('user', 'assistant')),
  author_id       text not null,
  author_name     text not null,
  content         text not null,
  model           text,
  status          text not null
    check (status in ('posted', 'streaming', 'finished', 'stopped', 'failed')),
  parent_id       uuid,
  draft_id        uuid,
  reply_id        uuid,
  epoch_no        integer not null references log_epoch,
  log_offset      bigint not null,
  finish_epoch_no integer references log_epoch,
  finish_offset   bigint,
  attempt         integer not null,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  usage           jsonb,
  citations       jsonb,
  error           jsonb,
  unique (conversation_id, epoch_no, log_offset)
);

-- Outlives the message, so that a redelivered or late event never brings it back, and so that its
-- author gets the first answer again. All but the id is unknown if it was never archived.
create table removed_message (
  id              uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  author_id       text,
  reply_id        uuid,
  epoch_no        integer references log_epoch,
  log_offset      bigint,
  removed_at      timestamptz not null
);

-- Everything of a partition up to and including this offset is archived.
create table archive_progress (
  epoch_no      integer not null references log_epoch,
  log_partition integer not null,
  log_offset    bigint not null,
  primary key (epoch_no, log_partition)
);

insert into conversation (id, kind, name, topic, created_at, updated_at)
values (
  '01900000-0000-7000-8000-000000000001', 'room', 'lobby',
  'Come in and say hello. Everyone here sees you type, and the model answers.',
  now(), now()
);
