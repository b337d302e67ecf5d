-- Guests whose tokens were revoked. A token that names a lower epoch than its guest's is refused;
-- guests who are not here have the epoch 0. Rows are of no use after 366 days: older tokens have
-- expired.
create table guest_epoch (
  guest_id uuid primary key,
  epoch bigint not null,
  changed_at timestamptz not null
);

create index guest_epoch_changed_at on guest_epoch (changed_at);
