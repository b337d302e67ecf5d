-- A node of an older version, during an upgrade, locks a message's tables in this order. Migrations
-- that need all of them take them at once and in the same order, before their work, not after it:
-- otherwise each would wait for the other, and PostgreSQL would break off minutes of work.
do $$
declare
  name text;
begin
  if to_regclass('search_entry') is not null then
    foreach name in array
      array['conversation', 'message', 'search_entry', 'removed_message', 'feedback']
    loop
      if to_regclass(name) is not null then
        execute format('lock table %I in access exclusive mode', name);
      end if;
    end loop;
  end if;
end
$$;
