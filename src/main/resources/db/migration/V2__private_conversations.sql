-- What private conversations need: settings, and how each reply came about.

alter table conversation
  add column top_p           double precision,
  add column max_tokens      integer,
  add column stop            jsonb,
  add column seed            bigint,
  add column last_message_at timestamptz;

update conversation c set last_message_at = m.at
from (select conversation_id, max(created_at) as at from message group by conversation_id) m
where m.conversation_id = c.id;

alter table message add column details jsonb;

-- The siblings of a reply.
create index message_by_parent on message (parent_id) where parent_id is not null;
