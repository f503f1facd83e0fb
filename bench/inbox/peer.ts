/**
 * The peer: the way of listing of libredesk, an open-source support desk on PostgreSQL (its public schema and list query of
 * 2026): one statement that counts everything it could show, and for each of these rows counts unread messages and looks
 * up the latest deadline. Tables of the same shape, with the indexes that this statement uses there; the words are ours.
 */
import type { Size } from './fill.ts'
import { connect } from './ground.ts'
import type { Numbers } from './numbers.ts'
import { requests } from './settings.ts'

export const peer = 'as libredesk lists'
export const peerList = 'list, the statement alone'

const tables = `
  create table people (id bigint primary key, first_name text not null, last_name text, email text, avatar_url text,
    created_at timestamptz default now(), updated_at timestamptz default now());
  create table inboxes (id int primary key, channel text not null, name text not null);
  create table statuses (id int primary key, name text not null);
  create table priorities (id int primary key, name text not null);
  create table conversations (id bigint primary key, uuid uuid not null default gen_random_uuid(), reference text not null,
    contact_id bigint not null, inbox_id int not null, status_id int not null, priority_id int, subject text,
    last_message text, last_message_at timestamptz, last_message_sender text, waiting_since timestamptz,
    first_reply_at timestamptz, last_reply_at timestamptz, resolved_at timestamptz, next_deadline_at timestamptz,
    created_at timestamptz default now(), updated_at timestamptz default now());
  create table conversation_messages (id bigint primary key, conversation_id bigint not null, created_at timestamptz not null,
    meta jsonb);
  create table last_seen (conversation_id bigint, user_id bigint, seen_at timestamptz not null,
    primary key (conversation_id, user_id));
  create table deadlines (id bigint primary key, conversation_id bigint not null, first_response_at timestamptz,
    resolution_at timestamptz, created_at timestamptz default now());
  create table deadline_events (id bigint primary key, deadline_id bigint not null, type text not null, due_at timestamptz,
    met_at timestamptz, created_at timestamptz default now());
`

const filling = `
  insert into people select n, 'Name ' || n, 'Last', 'client' || n || '@mail.example', null from generate_series(1, $dialogs) n;
  insert into inboxes select n, 'email', 'Inbox ' || n from generate_series(1, 7) n;
  insert into statuses values (1, 'Open'), (2, 'Replied'), (3, 'Resolved'), (4, 'Closed');
  insert into priorities values (1, 'Low'), (2, 'Medium'), (3, 'High');
  insert into conversations (id, reference, contact_id, inbox_id, status_id, priority_id, subject, last_message,
      last_message_at, last_message_sender)
    select n, n::text, n, 1 + n % 7, 1 + n % 4, 1 + n % 3, 'Subject ' || n, repeat('слово ', 15), now() - n * interval '1 minute',
      'contact' from generate_series(1, $dialogs) n;
  insert into conversation_messages
    select n, 1 + n % $dialogs, now() - ($messages - n) * interval '3 seconds', '{}' from generate_series(1, $messages) n;
  insert into last_seen select n, 1, now() - interval '1 day' from generate_series(1, $dialogs) n;
  insert into deadlines (id, conversation_id) select n, n from generate_series(1, $dialogs, 2) n;
  create index on conversations (last_message_at);
  create index on conversation_messages (conversation_id, created_at);
  create index on deadlines (conversation_id);
  create index on deadline_events (deadline_id);
  vacuum analyze;
`

const list = `
  select count(*) over () as total, c.*, p.first_name, p.last_name, p.email, p.avatar_url, i.channel, i.name as inbox,
    (select least(count(*), 10) from (
      select from conversation_messages m
      where m.conversation_id = c.id
        and m.created_at > coalesce(
          (select seen_at from last_seen s where s.conversation_id = c.id and s.user_id = 1), 'epoch')
        and (m.meta is null or not coalesce((m.meta->>'copied')::boolean, false))
      limit 10) newer) as unread,
    st.name as status, pr.name as priority, latest.*, next.due_at, next.met_at
  from conversations c
  join people p on p.id = c.contact_id
  join inboxes i on i.id = c.inbox_id
  left join statuses st on st.id = c.status_id
  left join priorities pr on pr.id = c.priority_id
  left join lateral (
    select d.id as deadline, d.first_response_at, d.resolution_at from deadlines d
    where d.conversation_id = c.id order by d.created_at desc limit 1) latest on true
  left join lateral (
    select e.due_at, e.met_at from deadline_events e
    where e.deadline_id = latest.deadline and e.type = 'next_response' order by e.created_at desc limit 1) next on true
  order by c.last_message_at desc nulls last
  limit 30`

export async function measurePeer(url: string, size: Size, numbers: Numbers): Promise<void> {
  const client = await connect(url)
  await client.query('set synchronous_commit = off')
  await client.query(tables)
  const statements = filling
    .replaceAll('$dialogs', String(size.dialogs))
    .replaceAll('$messages', String(size.messages))
  for (const statement of statements.split(';')) if (statement.trim()) await client.query(statement)
  await client.query(list)
  for (let n = 0; n < Math.min(requests, 20); n++) {
    const startedAt = performance.now()
    await client.query(list)
    numbers.add(peer, peerList, performance.now() - startedAt)
  }
  await client.end()
}
