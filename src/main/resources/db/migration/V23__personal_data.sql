-- Guests who asked to have everything of theirs deleted. A row stays until nothing of the guest is
-- found any more; whichever node claims it does the work.
create table guest_erasure (
  guest_id      uuid primary key,
  asked_at      timestamptz not null,
  claimed_until timestamptz not null
);

-- What belongs to a guest, without reading what belongs to all others.
create index message_by_author on message (author_id, conversation_id, id) where role = 'user';
create index feedback_by_giver on feedback (participant_id);
create index share_by_owner on share (owner);
