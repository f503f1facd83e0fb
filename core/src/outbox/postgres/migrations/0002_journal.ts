/**
 * The begin journal has one row per batch of marks instead of one per call: they are written before every call that isn't
 * idempotent, and a table of small rows costs more than the calls. Dates have an index over all lanes, so that one look
 * finds whatever falls due; and the head of a lane comes out of its index in order.
 */
export const journal0002 = `
update svyaz.outbox_row r set begun_at = coalesce(r.begun_at, b.at) from svyaz.outbox_begun b where b.seq = r.seq;
drop table svyaz.outbox_begun;
create table svyaz.outbox_begun (
  no bigint generated always as identity primary key,
  node bigint not null,
  seqs bigint[] not null,
  at bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

drop index svyaz.outbox_row_head;
create index outbox_row_head on svyaz.outbox_row (lane, priority, place, sub);
drop index svyaz.outbox_row_later;
create index outbox_row_later on svyaz.outbox_row (not_before) where lane < 0;
`
