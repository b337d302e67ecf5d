-- Who created a room. They may change its settings.
alter table conversation add column created_by uuid;

-- Which messages of a room are answered. Null is the default: all of them while one person is there,
-- those that mention a model from two people on.
alter table conversation alter column answers drop not null;
alter table conversation alter column answers drop default;
alter table conversation drop constraint conversation_answers_check;
alter table conversation add constraint conversation_answers_check
  check (answers in ('all', 'mentions', 'off'));

-- Until now every room had `all` where nobody chose, and nothing tells those apart in which somebody
-- chose `all`. The page offered no choice, so that nearly all of them were not chosen.
update conversation set answers = null where kind = 'room' and answers = 'all';
