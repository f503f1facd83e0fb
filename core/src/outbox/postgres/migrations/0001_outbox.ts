/**
 * The hot table holds only what is still to do: done rows are deleted, failed, uncertain and cancelled ones move to
 * `outbox_ended`. Times are epoch milliseconds by the server's clock. A row with a date stands under its lane's negative
 * number until it is due, so that it doesn't fill the head of the lane.
 */
export const outbox0001 = `
create schema if not exists svyaz;

create function svyaz.now_ms() returns bigint language sql volatile as
$$ select (extract(epoch from clock_timestamp()) * 1000)::bigint $$;

create sequence svyaz.outbox_seq;

create table svyaz.outbox_node (
  no bigint generated always as identity primary key,
  until bigint not null
) with (fillfactor = 50);

create table svyaz.owner (
  no bigint generated always as identity primary key,
  company_id uuid not null,
  kind text not null,
  id text not null,
  plugin text,
  identity_key text,
  identity text,
  settings bytea not null,
  facts text not null default 'null',
  since bigint not null,
  state text not null,
  state_at bigint not null,
  paused boolean not null default false,
  version bigint not null default 0,
  node bigint,
  fence bigint not null default 0,
  after_crash boolean not null default false,
  unique (kind, id)
) with (fillfactor = 70);
create unique index owner_identity on svyaz.owner (plugin, identity_key);
create index owner_node on svyaz.owner (node);
create index owner_company on svyaz.owner (company_id);

create table svyaz.outbox_lane (
  no bigint generated always as identity primary key,
  owner bigint not null,
  name text not null,
  pace text,
  unique (owner, name)
) with (fillfactor = 50);

create table svyaz.outbox_row (
  seq bigint primary key,
  owner bigint not null,
  lane bigint not null,
  priority smallint not null,
  place bigint not null,
  sub text collate "C" not null default '',
  key text not null,
  step text not null,
  call_id text not null,
  attempt integer not null default 0,
  begun_at bigint,
  retry_at bigint,
  not_before bigint,
  created_at bigint not null,
  batch text,
  kept text,
  input text not null
) with (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_scale_factor = 0.2
);
create index outbox_row_head on svyaz.outbox_row (lane, priority, place);
create index outbox_row_begun on svyaz.outbox_row (owner) where begun_at is not null;
create index outbox_row_later on svyaz.outbox_row (lane, not_before) where lane < 0;

create table svyaz.outbox_begun (
  seq bigint primary key,
  node bigint not null,
  at bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table svyaz.outbox_ended (
  like svyaz.outbox_row including defaults,
  state text not null,
  failure text,
  ended_at bigint not null,
  primary key (seq)
);
create index outbox_ended_owner on svyaz.outbox_ended (owner);
create index outbox_ended_at on svyaz.outbox_ended (ended_at);

create table svyaz.outbox_once (
  owner bigint not null,
  word text not null,
  seq bigint not null,
  at bigint not null,
  primary key (owner, word)
);
create index outbox_once_at on svyaz.outbox_once (at);

create table svyaz.state (
  company_id uuid not null,
  owner bigint not null,
  key text collate "C" not null,
  value bytea not null,
  expires bigint,
  primary key (company_id, owner, key)
);
create index state_expires on svyaz.state (expires) where expires is not null;

create table svyaz.dead_event (
  company_id uuid not null,
  id uuid not null default gen_random_uuid(),
  account text not null,
  event bytea not null,
  error text not null,
  at bigint not null,
  primary key (company_id, id)
);
create index dead_event_at on svyaz.dead_event (company_id, at);

create table svyaz.instance (
  plugin text primary key,
  value bytea not null
);
`
