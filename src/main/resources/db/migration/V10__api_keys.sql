-- Keys of programs. The secret itself is nowhere: its digest finds the key, its last characters let a person tell it from others.

create table api_key (
  id           uuid primary key,
  name         text not null,
  digest       text not null unique,
  hint         text not null,
  scopes       text[] not null,
  models       text[] not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz
);
