/** A company's history, made by the database itself: rows beforehand numbered, so that every run gets the same shape. */
import type pg from 'pg'
import { rare, samples } from './texts.ts'

export type Size = { readonly dialogs: number; readonly messages: number }

export type Filling = Size & {
  readonly company: string
  readonly members: readonly string[]
  readonly accounts: readonly string[]
  /** How long ago the first message came. */
  readonly months: number
}

/** So many dialogs have a fiftieth of all messages each. */
export const giants = 5
const firstNames =
  'Анна Мария Ольга Елена Наталья Семён Иван Пётр Алексей Дмитрий Сергей Юлия Ирина Артём Глеб Фёдор'
const lastNames =
  'Иваненко Петренко Сидорук Кузьмич Соловей Мороз Зима Лебедь Корень Шевчук Бондарь Мельник Ткач Гончар Коваль Швец Жук Чиж Заяц Ли'

export async function fill(client: pg.Client, filling: Filling): Promise<void> {
  await client.query('set synchronous_commit = off')
  await client.query(`set work_mem = '256MB'`)
  await client.query(`set maintenance_work_mem = '512MB'`)
  await partitions(client, filling.months)
  await people(client, filling)
  await withoutWords(client, async () => messages(client, filling))
  await dialogs(client, filling)
  await client.query('drop table bench_dialogs, bench_samples')
  await client.query('vacuum (analyze)')
}

/** The index of words is three times quicker built at once. */
async function withoutWords(client: pg.Client, insert: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_indexdef('messages_words'::regclass) as definition`
  )
  await client.query('drop index messages_words')
  await insert()
  await client.query((rows[0]?.definition ?? '').replace(' ON ONLY ', ' ON '))
}

/** Months that had passed before the product was installed. */
async function partitions(client: pg.Client, months: number): Promise<void> {
  for (let back = months; back > 1; back--)
    await client.query(
      `do $$
       declare
         month timestamptz := date_trunc('month', now(), 'UTC') - interval '${String(back)} months';
         name text := 'messages_' || to_char(month at time zone 'UTC', 'YYYY_MM');
       begin
         execute format('create table %I (like messages including all) with (fillfactor = 85)', name);
         execute format('alter table messages attach partition %I for values from (%L) to (%L)', name,
           rpad(lpad(to_hex(floor(extract(epoch from month) * 1000)::bigint), 12, '0'), 32, '0')::uuid,
           rpad(lpad(to_hex(floor(extract(epoch from month + interval '1 month') * 1000)::bigint), 12, '0'), 32, '0')::uuid);
       end $$`
    )
}

async function people(client: pg.Client, { company, accounts, dialogs: count }: Filling) {
  await client.query(
    `create unlogged table bench_dialogs as
     select n, gen_random_uuid() as id, ($1::uuid[])[1 + n % cardinality($1::uuid[])] as account_id,
       gen_random_uuid() as contact_id, 'chat-' || n as chat,
       ($2::text[])[1 + n % cardinality($2::text[])] || ' ' ||
         ($3::text[])[1 + (n / 7) % cardinality($3::text[])] || case when n % 3 = 0 then ' ' || n else '' end as name,
       case when n % 5 < 3 then '+79' || lpad(((n::bigint * 7919) % 1000000000)::text, 9, '0') end as phone,
       case when n % 4 = 0 then 'client.' || n || '@mail' || n % 50 || '.example' end as email,
       case when n % 6 = 0 then 'user_' || to_hex(n * 31) end as username
     from generate_series(0, $4::int - 1) n`,
    [accounts, firstNames.split(' '), lastNames.split(' '), count]
  )
  await client.query('alter table bench_dialogs add primary key (n)')
  await client.query('create table bench_samples (n int primary key, text text not null)')
  const texts = samples(40_000)
  await client.query(
    'insert into bench_samples select n - 1, text from unnest($1::text[]) with ordinality x (text, n)',
    [texts]
  )
  await client.query('analyze bench_dialogs, bench_samples')
  await client.query(
    'insert into contacts select $1, contact_id, name, 1 from bench_dialogs order by contact_id',
    [company]
  )
  await client.query(
    `insert into identities (company_id, account_id, person_key, contact_id, name, phone, email, username, updated_at)
     select $1, account_id, chat, contact_id, name, phone, email, username, 1 from bench_dialogs`,
    [company]
  )
}

/** In order of arrival. A tenth goes to the giants, the rest by a steep law: most dialogs have a few messages. */
const messagesOf = `
  insert into messages (company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, author_name, external_id,
    chat_key, kind, text, status)
  select $1, (lpad(to_hex(x.at), 12, '0') || '7' || substr(md5(x.n::text), 1, 3) || '8' || substr(md5(x.n::text), 4, 15))::uuid,
    d.id, d.account_id, x.n, x.at, x.at, case when x.n % 9 < 5 then 'live' else 'desk' end,
    case when x.n % 9 < 5 then 'client' else 'member' end, case when x.n % 9 < 5 then d.name else 'Ольга' end,
    'e' || x.n, d.chat, 'text',
    case when x.n % $4::int = 5 then '${rare.written}. ' else '' end || s.text ||
      case when x.n % 6 = 0 then ' № ' || (x.n * 7 + 1000000) else '' end,
    case when x.n % 9 < 5 then null else 'read' end
  from (
    select n, $5::bigint + (n * $6::float8)::bigint as at,
      case when n % 10 = 3 then (n / 10) % ${String(giants)} else floor($7::int * power(random(), 2.5))::int end as dialog,
      floor(40000 * random())::int as sample
    from generate_series($2::bigint, $3::bigint) n
  ) x
  join bench_dialogs d on d.n = least(x.dialog, $7::int - 1)
  join bench_samples s on s.n = x.sample
  order by x.n`

async function messages(client: pg.Client, filling: Filling): Promise<void> {
  const { company, messages: count, months, dialogs: all } = filling
  const endsAt = Date.now() - 60_000
  const startsAt = Math.floor(startOf(months))
  const each = (endsAt - startsAt) / count
  const atOnce = 500_000
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(from + atOnce, count) - 1
    const sparsely = Math.floor(count / 40)
    await client.query(messagesOf, [company, from, to, sparsely, startsAt, each, all])
  }
  await client.query(
    `insert into message_keys (company_id, account_id, external_id, message_id)
     select company_id, account_id, external_id, id from messages where company_id = $1`,
    [company]
  )
}

function startOf(months: number): number {
  const now = new Date()
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)
}

/** What the list shows, derived from the messages. */
const dialogsOf = `
  insert into dialogs (company_id, id, account_id, chat_key, contact_id, title, seq, created_at, last_at, last_id, last_text,
    last_kind, last_from, last_author, last_status, unanswered, client_at)
  select $1, d.id, d.account_id, d.chat, d.contact_id, d.name, coalesce(m.seq, 1), 1, coalesce(m.sort_at, 1), m.id,
    left(m.text, 119), m.kind, m.sender, m.author_name, m.status, coalesce(m.sender = 'client', false) and d.n % 10 = 0,
    coalesce(m.sort_at, 1)
  from bench_dialogs d
  left join lateral (
    select * from messages m where m.company_id = $1 and m.dialog_id = d.id order by m.sort_at desc, m.id desc limit 1
  ) m on true
  order by d.n`

const rest = [
  `insert into dialog_keys select $1, account_id, chat, id from bench_dialogs`,
  `insert into dialog_search
   select $1, id, search_text(name, concat_ws(' ', name, email, phone, username)) from bench_dialogs`,
  `insert into tickets (company_id, id, dialog_id, opened_at)
   select $1, gen_random_uuid(), id, last_at from dialogs where company_id = $1 and last_id is not null and unanswered`,
  `update dialogs d set ticket_id = t.id from tickets t where t.company_id = $1 and d.company_id = $1 and d.id = t.dialog_id`,
  `insert into company_changes (company_id, seq) select $1, max(seq) + 1000 from messages where company_id = $1
   on conflict (company_id) do update set seq = excluded.seq`,
  `insert into changes (company_id, seq, at, dialogs, messages)
   select $1, (select seq from company_changes where company_id = $1) - 2000 + row_number() over (order by m.id),
     (extract(epoch from now()) * 1000)::bigint, array[m.dialog_id], array[m.id]
   from (select id, dialog_id from messages where company_id = $1 order by id desc limit 2000) m`,
] as const

async function dialogs(client: pg.Client, { company, members }: Filling): Promise<void> {
  await client.query(dialogsOf, [company])
  for (const statement of rest) await client.query(statement, [company])
  // The first has read nearly everything, the last nearly nothing.
  await client.query(
    `insert into dialog_unread (company_id, member_id, dialog_id, unread, first_id)
     select $1, m.id, d.id, 1 + (d.seq % 7)::int, d.last_id
     from unnest($2::uuid[]) with ordinality m (id, n)
     join dialogs d on d.company_id = $1 and d.last_id is not null and d.last_from = 'client'
       and d.seq % 50 < case when m.n = cardinality($2::uuid[]) and m.n > 1 then 50 else 1 end`,
    [company, members]
  )
}
