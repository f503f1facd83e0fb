import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Contacts, dialogs and messages. Times are epoch milliseconds, as core has them. What belongs to a company has
 * `company_id` first in every key. Messages live in partitions by month, cut by the time inside their UUID v7; the
 * partitions are made ahead by `make_message_partitions`, at start and daily, and there is no default one on purpose: a
 * row in it would block the partition it belongs to.
 */
export default class extends BaseSchema {
  async up() {
    // With the company inside the trigram index, a search reads nothing of its neighbours.
    this.schema.raw('create extension if not exists pg_trgm')
    this.schema.raw('create extension if not exists btree_gin')
    this.schema.raw(changes)
    this.schema.raw(people)
    this.schema.raw(dialogs)
    this.schema.raw(messages)
    this.schema.raw(messageParts)
    this.schema.raw(received)
    this.schema.raw(functions)
    this.schema.raw('select make_message_partitions(3)')
  }

  async down() {
    this.schema.raw('drop function make_message_partitions, search_text')
    this.schema.raw(`
      drop table early_facts, seen_events, message_parts, attachments, message_keys, messages, troubles, tickets,
        dialog_unread, dialog_keys, dialog_search, dialogs, identities, contacts, changes, company_changes`)
  }
}

const changes = `
  -- One row lock per company makes the order of commits the order of seq. reset_seq: the last change a reader can't mend
  -- by rows alone, when dialogs were folded together.
  create table company_changes (
    company_id uuid primary key,
    seq bigint not null default 1,
    reset_seq bigint not null default 0
  ) with (fillfactor = 50);

  -- What a transaction changed; kept for a day.
  create table changes (
    company_id uuid not null,
    seq bigint not null,
    at bigint not null,
    dialogs uuid[] not null,
    messages uuid[] not null,
    primary key (company_id, seq)
  );
  create index changes_at on changes (at);
`

const people = `
  create table contacts (
    company_id uuid not null,
    id uuid not null,
    name text,
    created_at bigint not null,
    primary key (company_id, id)
  );

  create table identities (
    company_id uuid not null,
    account_id uuid not null,
    person_key text not null,
    contact_id uuid not null,
    name text,
    phone text,
    email text,
    username text,
    avatar text,
    updated_at bigint not null,
    primary key (company_id, account_id, person_key),
    foreign key (company_id, contact_id) references contacts (company_id, id)
  );
  create index identities_contact on identities (company_id, contact_id);
  create index identities_email on identities (company_id, account_id, lower(email)) where email is not null;
`

const dialogs = `
  create table dialogs (
    company_id uuid not null,
    id uuid not null,
    account_id uuid not null,
    -- Whom to write to: the platform's chat, or an address until the chat is known.
    chat_key text,
    address text,
    contact_id uuid,
    title text not null default '',
    topic text,
    topic_at bigint not null default 0,
    seq bigint not null,
    created_at bigint not null,
    last_at bigint not null,
    last_id uuid,
    last_text text,
    last_kind text,
    last_from text,
    last_author text,
    last_status text,
    unanswered boolean not null default false,
    client_at bigint not null default 0,
    echoed_at bigint not null default 0,
    trouble boolean not null default false,
    blocked jsonb,
    ticket_id uuid,
    primary key (company_id, id),
    foreign key (company_id, contact_id) references contacts (company_id, id)
  ) with (fillfactor = 80);
  create index dialogs_list on dialogs (company_id, last_at desc, id desc) where last_id is not null;
  create index dialogs_account on dialogs (company_id, account_id, last_at desc, id desc) where last_id is not null;
  create index dialogs_unanswered on dialogs (company_id, last_at desc, id desc) where unanswered and last_id is not null;
  create index dialogs_contact on dialogs (company_id, contact_id);

  -- Apart from dialogs, which change with every message: a trigram index is costly to write.
  create table dialog_search (
    company_id uuid not null,
    dialog_id uuid not null,
    words text not null,
    primary key (company_id, dialog_id),
    foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade
  );
  create index dialog_search_words on dialog_search using gin (company_id, words gin_trgm_ops) with (fastupdate = off);

  -- Folded chats keep their keys.
  create table dialog_keys (
    company_id uuid not null,
    account_id uuid not null,
    chat_key text not null,
    dialog_id uuid not null,
    primary key (company_id, account_id, chat_key),
    foreign key (company_id, dialog_id) references dialogs (company_id, id)
  );
  create index dialog_keys_dialog on dialog_keys (company_id, dialog_id);

  -- No row: nothing unread.
  create table dialog_unread (
    company_id uuid not null,
    member_id uuid not null,
    dialog_id uuid not null,
    unread integer not null,
    bookmarked boolean not null default false,
    first_id uuid,
    primary key (company_id, member_id, dialog_id),
    foreign key (company_id, member_id) references members (company_id, id) on delete cascade,
    foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade
  ) with (fillfactor = 70);
  create index dialog_unread_dialog on dialog_unread (company_id, dialog_id);

  create table tickets (
    company_id uuid not null,
    id uuid not null,
    dialog_id uuid not null,
    opened_at bigint not null,
    closed_at bigint,
    closed_by uuid,
    primary key (company_id, id),
    foreign key (company_id, dialog_id) references dialogs (company_id, id)
  );
  create unique index tickets_open on tickets (company_id, dialog_id) where closed_at is null;

  -- Messages that failed or are uncertain. Apart from messages, so that a change of state there touches no index.
  create table troubles (
    company_id uuid not null,
    dialog_id uuid not null,
    message_id uuid not null,
    primary key (company_id, dialog_id, message_id)
  );
`

const messages = `
  create table messages (
    company_id uuid not null,
    id uuid not null,
    dialog_id uuid not null,
    account_id uuid not null,
    seq bigint not null,
    sort_at bigint not null,
    at bigint not null,
    source text not null,
    sender text not null,
    author_id uuid,
    author_name text,
    external_id text,
    chat_key text,
    kind text not null,
    text text not null default '',
    folded text,
    label jsonb,
    topic text,
    subject text,
    original text,
    data jsonb,
    reply_id uuid,
    reply_excerpt text,
    reply_author text,
    edited_at bigint,
    deleted_at bigint,
    status text,
    status_at bigint,
    failure jsonb,
    next_at bigint,
    fingerprint text,
    primary key (company_id, id)
  ) partition by range (id);
  create index messages_dialog on messages (company_id, dialog_id, sort_at, id);
`

const messageParts = `
  -- Unique across partitions. part: of a message of ours that took several calls.
  create table message_keys (
    company_id uuid not null,
    account_id uuid not null,
    external_id text not null,
    message_id uuid not null,
    part smallint not null default 0,
    primary key (company_id, account_id, external_id)
  );

  create table attachments (
    company_id uuid not null,
    message_id uuid not null,
    n smallint not null,
    kind text not null,
    name text not null,
    mime text not null,
    bytes bigint,
    seconds real,
    media text,
    lost jsonb,
    download_row text,
    primary key (company_id, message_id, n)
  );
  create index attachments_download on attachments (company_id, download_row) where download_row is not null;

  -- The outbox rows of a message of ours. ended: the outbox has forgotten it, or keeps it only to be looked at.
  create table message_parts (
    company_id uuid not null,
    row_id text not null,
    message_id uuid not null,
    part smallint not null,
    status text not null,
    failure jsonb,
    next_at bigint,
    at bigint not null,
    primary key (company_id, row_id)
  ) with (fillfactor = 80);
  create index message_parts_message on message_parts (company_id, message_id);
  create index message_parts_waiting on message_parts (company_id, message_id) where status = 'queued';
`

const received = `
  -- Events that are no messages, which have message_keys; forgotten after 30 days.
  create table seen_events (
    company_id uuid not null,
    account_id uuid not null,
    event_id text not null,
    at bigint not null,
    primary key (company_id, account_id, event_id)
  );
  create index seen_events_at on seen_events (at);

  -- Edits, deletions and states that came before their message; forgotten after 30 days.
  create table early_facts (
    company_id uuid not null,
    account_id uuid not null,
    external_id text not null,
    n bigint generated always as identity,
    fact jsonb not null,
    at bigint not null,
    primary key (company_id, account_id, external_id, n)
  );
  create index early_facts_at on early_facts (at);
`

const functions = `
  -- As people type it: no case, no ё. Cyrillic by name, since a database of locale C lowers ASCII only.
  create function search_text(variadic parts text[]) returns text language sql immutable parallel safe as $$
    select ' ' || coalesce(translate(lower(string_agg(part, ' ')),
      'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё', 'абвгдеежзийклмнопрстуфхцчшщъыьэюяе'), '')
    from unnest(parts) part where part <> ''
  $$;

  -- From last month, for browsers whose clock is behind, to so many months ahead. Attached, not created in place: that
  -- would stop every reader and writer for a moment.
  create function make_message_partitions(ahead integer) returns integer language plpgsql as $$
  declare
    month timestamptz := date_trunc('month', now(), 'UTC') - interval '1 month';
    name text;
    made integer := 0;
  begin
    perform pg_advisory_xact_lock(3541028);
    for step in 0 .. ahead + 1 loop
      name := 'messages_' || to_char(month at time zone 'UTC', 'YYYY_MM');
      if to_regclass(name) is null then
        execute format('create table %I (like messages including all) with (fillfactor = 85)', name);
        execute format('alter table messages attach partition %I for values from (%L) to (%L)', name,
          rpad(lpad(to_hex(floor(extract(epoch from month) * 1000)::bigint), 12, '0'), 32, '0')::uuid,
          rpad(lpad(to_hex(floor(extract(epoch from month + interval '1 month') * 1000)::bigint), 12, '0'), 32, '0')::uuid);
        made := made + 1;
      end if;
      month := month + interval '1 month';
    end loop;
    return made;
  end
  $$;
`
