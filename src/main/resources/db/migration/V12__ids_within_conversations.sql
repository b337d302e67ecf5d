-- An id means something within its conversation only: what anybody says elsewhere under the same id
-- hides nothing and takes nothing's place. The id stands first in each key, because some look for it
-- in all conversations.

alter table search_entry add column conversation_id uuid;
update search_entry s set conversation_id = m.conversation_id from message m where m.id = s.message_id;
alter table search_entry alter column conversation_id set not null;
alter table search_entry drop constraint search_entry_message_id_fkey;
alter table search_entry drop constraint search_entry_message_id_key;

alter table message drop constraint message_pkey;
alter table message add primary key (id, conversation_id);

alter table search_entry add unique (message_id, conversation_id);
alter table search_entry add foreign key (message_id, conversation_id)
  references message (id, conversation_id) on delete cascade;

alter table removed_message drop constraint removed_message_pkey;
alter table removed_message add primary key (id, conversation_id);

alter table feedback drop constraint feedback_pkey;
alter table feedback add primary key (conversation_id, reply_id, participant_id);

-- Replies that were asked for, from then on: their ids stand for them before they begin.
create table asked_reply (
  id              uuid not null,
  conversation_id uuid not null references conversation on delete cascade,
  message_id      uuid not null,
  primary key (id, conversation_id)
);

create index asked_reply_by_conversation on asked_reply (conversation_id);

insert into asked_reply (id, conversation_id, message_id)
select reply_id, conversation_id, id from message where reply_id is not null
on conflict do nothing;
