import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * People (`users`, `sessions`) belong to no company; everything else has `company_id` first in every key, so that the data
 * can be spread by company. For the same reason `members.user_id` has no foreign key: it would cross that line.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table users (
        id uuid primary key,
        email text not null,
        password text not null,
        name text not null,
        language text check (language in ('ru', 'en')),
        theme text not null default 'system' check (theme in ('light', 'dark', 'system')),
        preferences jsonb not null default '{}',
        created_at timestamptz not null default now()
      );
      create unique index users_email on users (lower(email));

      create table sessions (
        id text primary key,
        data text not null,
        user_id text,
        expires_at timestamptz not null
      );
      create index sessions_user_id on sessions (user_id);
      create index sessions_expires_at on sessions (expires_at);

      create table companies (
        id uuid primary key,
        name text not null,
        created_at timestamptz not null default now()
      );

      create table members (
        company_id uuid not null references companies (id) on delete cascade,
        id uuid not null,
        user_id uuid not null,
        role text not null check (role in ('owner', 'admin', 'supervisor', 'operator')),
        created_at timestamptz not null default now(),
        primary key (company_id, id),
        unique (company_id, user_id)
      );
      create index members_user_id on members (user_id);

      create table lines (
        company_id uuid not null references companies (id) on delete cascade,
        id uuid not null,
        name text not null,
        created_at timestamptz not null default now(),
        primary key (company_id, id)
      );

      -- id is the hub's account id. A disconnected one stays for the sake of its dialogs; the hub has forgotten it.
      create table accounts (
        company_id uuid not null references companies (id) on delete cascade,
        id uuid not null,
        line_id uuid not null,
        plugin text not null,
        name text not null,
        paused_by_person boolean not null default false,
        created_at timestamptz not null default now(),
        disconnected_at timestamptz,
        primary key (company_id, id),
        foreign key (company_id, line_id) references lines (company_id, id)
      );
      create index accounts_line on accounts (company_id, line_id);

      -- Apart from accounts: written by every batch of intake.
      create table account_counters (
        company_id uuid not null,
        account_id uuid not null,
        stored bigint not null default 0,
        primary key (company_id, account_id),
        foreign key (company_id, account_id) references accounts (company_id, id) on delete cascade
      );

      create table plugin_switches (
        company_id uuid not null references companies (id) on delete cascade,
        plugin text not null,
        enabled boolean not null,
        primary key (company_id, plugin)
      );

      create table media (
        company_id uuid not null references companies (id) on delete cascade,
        id uuid not null,
        name text not null,
        mime text not null,
        bytes bigint not null,
        created_at timestamptz not null default now(),
        primary key (company_id, id)
      );
    `)
  }

  async down() {
    this.schema.raw(
      `drop table media, plugin_switches, account_counters, accounts, lines, members, companies, sessions, users`
    )
  }
}
