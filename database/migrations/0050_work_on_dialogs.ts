import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What people do with dialogs: who is responsible, tags, pins, putting off, blacklist, saved views. A view of the list walks
 * one index in the order of the list, whatever it is narrowed by.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(work)
    this.schema.raw(tags)
    this.schema.raw(own)
  }

  async down() {
    this.schema.raw(`
      drop table saved_views, dialog_pins;
      drop trigger dialog_tags_follow on dialogs;
      drop function follow_tags;
      drop table dialog_tags, tags;
      alter table account_counters drop column ignored;
      alter table contacts drop column blacklisted_at, drop column ignored;
      alter table companies drop column idle_hours;
      alter table dialogs drop column responsible, drop column tags, drop column snoozed_until,
        drop column returned, drop column blacklisted`)
  }
}

const work = `
  -- snoozed_until: epoch milliseconds; 9007199254740991 is no time at all: until the client writes.
  alter table dialogs
    add column responsible uuid,
    add column tags uuid[] not null default '{}',
    add column snoozed_until bigint,
    add column returned boolean not null default false,
    add column blacklisted boolean not null default false,
    add foreign key (company_id, responsible) references members (company_id, id) on delete set null (responsible);
  create index dialogs_responsible on dialogs (company_id, responsible, last_at desc, id desc) where last_id is not null;
  create index dialogs_snoozed on dialogs (company_id, last_at desc, id desc)
    where snoozed_until is not null and last_id is not null;
  create index dialogs_blacklisted on dialogs (company_id, last_at desc, id desc) where blacklisted and last_id is not null;
  -- Of all companies: for the clock that wakes dialogs.
  create index dialogs_due on dialogs (snoozed_until) where snoozed_until is not null;
  create index dialogs_idle on dialogs (company_id, last_at) where ticket_id is not null and not unanswered and snoozed_until is null;

  -- A ticket closes by itself after so long without a word, once the client has been answered. 0: never.
  alter table companies add column idle_hours integer not null default 24 check (idle_hours >= 0);

  alter table contacts add column blacklisted_at bigint, add column ignored bigint not null default 0;
  alter table account_counters add column ignored bigint not null default 0;
`

const tags = `
  create table tags (
    company_id uuid not null references companies (id) on delete cascade,
    id uuid not null,
    name text not null,
    colour text not null default 'neutral' check (colour in ('neutral', 'primary', 'success', 'warning', 'error', 'info')),
    removed_at timestamptz,
    primary key (company_id, id)
  );
  create unique index tags_name on tags (company_id, lower(name)) where removed_at is null;

  -- An index, not the truth, which is dialogs.tags: dialogs of one tag in the order of the list.
  create table dialog_tags (
    company_id uuid not null,
    dialog_id uuid not null,
    tag_id uuid not null,
    last_at bigint not null,
    primary key (company_id, dialog_id, tag_id),
    foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade
  ) with (fillfactor = 80);
  create index dialog_tags_list on dialog_tags (company_id, tag_id, last_at desc, dialog_id desc);

  create function follow_tags() returns trigger language plpgsql as $$
  begin
    if new.tags is distinct from old.tags then
      delete from dialog_tags
      where company_id = new.company_id and dialog_id = new.id and tag_id <> all (new.tags);
      insert into dialog_tags (company_id, dialog_id, tag_id, last_at)
      select new.company_id, new.id, tag, new.last_at from unnest(new.tags) tag
      on conflict (company_id, dialog_id, tag_id) do nothing;
    end if;
    update dialog_tags set last_at = new.last_at
    where company_id = new.company_id and dialog_id = new.id and last_at <> new.last_at;
    return null;
  end
  $$;
  -- The condition is asked without a call: a dialog without tags pays nothing for them.
  create trigger dialog_tags_follow after update of tags, last_at on dialogs for each row
    when (new.tags is distinct from old.tags or (new.last_at <> old.last_at and new.tags <> '{}'))
    execute function follow_tags();
`

const own = `
  create table dialog_pins (
    company_id uuid not null,
    member_id uuid not null,
    dialog_id uuid not null,
    primary key (company_id, member_id, dialog_id),
    foreign key (company_id, member_id) references members (company_id, id) on delete cascade,
    foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade
  );
  create index dialog_pins_dialog on dialog_pins (company_id, dialog_id);

  -- member_id: whose own; null: everybody's.
  create table saved_views (
    company_id uuid not null references companies (id) on delete cascade,
    id uuid not null,
    member_id uuid,
    name text not null,
    filter jsonb not null,
    created_at timestamptz not null default now(),
    primary key (company_id, id),
    foreign key (company_id, member_id) references members (company_id, id) on delete cascade
  );
  create index saved_views_member on saved_views (company_id, member_id);
`
