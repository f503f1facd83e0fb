/**
 * What is enqueued most: a single row, or one step for many keys. What they share is given once, which costs a third of
 * `svyaz.enqueue`. Inputs are joined by U+001F, which JSON never holds bare: nothing has to be quoted. Answers with nothing
 * when the owner is gone; locks it against removal.
 */
const into = `
  insert into svyaz.outbox_row
    (seq, owner, lane, priority, place, key, step, call_id, not_before, created_at, batch, input, to_group, first_contact)`

export const enqueueAlike0005: string = `
create function svyaz.enqueue_alike(
  own bigint, lane bigint, priority smallint, step text, not_before bigint, batch text, to_group boolean, first_contact text,
  keys text[], call_ids text[], inputs text
) returns text language plpgsql volatile as $enqueue$
declare
  now bigint;
  seq bigint;
  seqs bigint[];
begin
  perform 1 from svyaz.owner o where o.no = own for key share;
  if not found then return null; end if;
  now := svyaz.now_ms();
  if not_before > now then lane := -lane; end if;
  if cardinality(keys) = 1 then
    seq := nextval('svyaz.outbox_seq');
    ${into}
    values (seq, own, lane, priority, seq, keys[1], step, call_ids[1], not_before, now, batch, inputs, to_group, first_contact);
    return now || ' ' || seq;
  end if;
  seqs := array(select nextval('svyaz.outbox_seq') from generate_series(1, cardinality(keys)));
  ${into}
  select y.seq, own, lane, priority, y.seq, y.key, step, y.call_id, not_before, now, batch, y.input, to_group, first_contact
  from unnest(seqs, keys, call_ids, string_to_array(inputs, E'\\x1f')) as y(seq, key, call_id, input);
  return now || ' ' || array_to_string(seqs, ' ');
end $enqueue$;
`
