-- What a model thought before it answered, why it said no more, and its words where it declined.
alter table message
  add column thinking text,
  add column finish_reason text,
  add column refusal text;
