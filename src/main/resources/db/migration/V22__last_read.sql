-- Up to where each participant has read each room that they have been in. A participant has a bounded
-- number of rows, and rows that nobody has touched for 90 days are deleted.
create table last_read (
  participant_id  uuid not null,
  conversation_id uuid not null references conversation on delete cascade,
  epoch_no        integer not null references log_epoch,
  log_offset      bigint not null,
  read_on         date not null,
  primary key (participant_id, conversation_id)
) with (fillfactor = 80); -- most updates change no indexed column: they stay on their page

create index last_read_by_conversation on last_read (conversation_id);
create index last_read_by_age on last_read (read_on);
