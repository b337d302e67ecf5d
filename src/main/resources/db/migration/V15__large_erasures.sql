-- To erase a conversation without reading what was removed from all others.
create index removed_message_by_conversation on removed_message (conversation_id);

-- A node of an older version, during an upgrade, knows no conversation of an entry. Refused, its
-- events would never be archived.
create function search_entry_conversation() returns trigger language plpgsql as $$
begin
  select m.conversation_id into new.conversation_id from message m where m.id = new.message_id;
  return new;
end
$$;

create trigger search_entry_of_older_version before insert on search_entry
  for each row when (new.conversation_id is null) execute function search_entry_conversation();
