-- The list of rooms: those in which something was said last come first.
create index room_by_activity on conversation (last_message_at desc nulls last, id desc)
  where kind = 'room';
