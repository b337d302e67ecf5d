-- The list of rooms: those in which something was said last come first.
create index room_by_activity on conversation (last_message_at desc nulls last, id desc)
  where kind = 'room';

-- Where a message comes from that was not said in its conversation: from a file, or from messages of
-- this server, whose conversations and ids stand here by turns, the first one first.
alter table message
  add column imported    boolean not null default false,
  add column copied_from uuid[];

create index message_by_source on message using gin (copied_from) where copied_from is not null;

-- Outlives the room, so that a copy of it that was on its way is removed too.
create table removed_room (
  id         uuid primary key,
  removed_at timestamptz not null
);
