/**
 * Enqueuing runs in callers' transactions, on connections where nothing can be prepared: as a function its plan is kept
 * all the same, which is most of what a single row costs. One array per column, so one row and a thousand share it.
 * Locks the owners against removal.
 */
export const enqueue0004 = `
create function svyaz.enqueue(
  owners bigint[], ids bigint[], lanes bigint[], priorities smallint[], places bigint[], subs text[], keys text[],
  steps text[], call_ids text[], dates bigint[], batches text[], inputs text[], to_groups boolean[], first_contacts text[]
) returns table (new_id text, new_place float8, created float8, is_there boolean) language plpgsql volatile as $enqueue$
#variable_conflict use_column
begin
  return query
  with t as materialized (select svyaz.now_ms() as now),
  o as materialized (select no from svyaz.owner where no = any($1) order by no for key share),
  y as materialized (
    select u.*, nextval('svyaz.outbox_seq') as n
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) with ordinality
      as u(owner, id, lane, priority, place, sub, key, step, call_id, not_before, batch, input, to_group, first_contact, ord)
  ),
  i as (
    insert into svyaz.outbox_row
      (seq, owner, lane, priority, place, sub, key, step, call_id, not_before, created_at, batch, input, to_group, first_contact)
    select coalesce(y.id, y.n), y.owner, case when y.not_before > t.now then -y.lane else y.lane end,
      y.priority, coalesce(y.place, y.n), y.sub, y.key, y.step, y.call_id, y.not_before, t.now, y.batch, y.input,
      y.to_group, y.first_contact
    from y join o on o.no = y.owner cross join t order by y.ord
  )
  select coalesce(y.id, y.n)::text, coalesce(y.place, y.n)::float8, t.now::float8, o.no is not null
  from y cross join t left join o on o.no = y.owner order by y.ord;
end $enqueue$;
`
