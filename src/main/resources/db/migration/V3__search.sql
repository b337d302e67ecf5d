-- Search: what of a message can be looked for, one row per message and per ended reply.

-- A text as search sees it: without accents, in small letters, with blanks for whatever is neither a
-- letter nor a digit, and with every character on its own where a language does not separate its
-- words. It names its characters itself, because what a database takes for a letter depends on the
-- locale it was created with.
create function search_fold(body text) returns text
language sql immutable strict parallel safe
return lower(
  regexp_replace(
    regexp_replace(
      normalize(regexp_replace(normalize(body, NFKD), '[\u0300-\u036f]+', '', 'g'), NFKC),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9'
        '\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02df\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3'
        '\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u0df4\u0e4f\u0e5a\u0e5b'
        '\u1361-\u1368\u17d4-\u17da\u1800-\u180e\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff'
        '\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u3036-\u303f\u30fb\ufe00-\ufe6f\uff61-\uff65'
        '\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff]+',
      ' ', 'g'),
    '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u3040-\u30ff'
      '\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])',
    ' \1 ', 'g'));

-- The words of a text and, among them, marks that no text can hold: `~` and the owner (nobody: the
-- rooms') says who may find it, the others say which stretch of 2^8, 2^11, … entries it belongs to, so
-- that the index can be asked about the newest entries alone. A tsvector has at most 1 MB; the words
-- beyond the first 32,768 characters cannot be looked for.
create function search_words(body text, owner uuid, no bigint) returns tsvector
language sql immutable parallel safe
return to_tsvector('simple'::regconfig, search_fold(left(body, 32768)))
  || array_to_tsvector(array[
    '~' || coalesce(owner::text, ''),
    '~a' || (no >> 8), '~b' || (no >> 11), '~c' || (no >> 14), '~d' || (no >> 17),
    '~e' || (no >> 20)]);

create sequence search_entry_no;

-- Numbered in the order in which they were archived.
create table search_entry (
  no         bigint primary key,
  message_id uuid not null unique references message on delete cascade,
  said_at    timestamptz not null,
  words      tsvector not null
);

insert into search_entry (no, message_id, said_at, words)
select m.no, m.id, m.created_at, search_words(m.content, m.owner, m.no)
from (
  select nextval('search_entry_no') as no, o.*
  from (
    select m.id, m.content, m.created_at, c.owner
    from message m join conversation c on c.id = m.conversation_id
    where m.status <> 'streaming' and m.content <> ''
    order by m.created_at) o) m;

-- Without a list of what is yet to be merged: every search would read all of it.
create index search_entry_words on search_entry using gin (words) with (fastupdate = off);
