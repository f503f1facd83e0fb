import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Whom an account can write to: people by phone and by username as well as by e-mail, a dialog by the address it was begun
 * with, and the reading of an account's address book. The expressions are those of app/desk/queries/find_dialogs_with.ts and
 * app/reach/queries/search_people.ts.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(indexes)
    this.schema.raw(imports)
  }

  async down() {
    this.schema.raw('drop table contact_imports')
    this.schema.raw(
      'drop index identities_phone, identities_username, identities_search, dialogs_address'
    )
  }
}

const indexes = `
  create index identities_phone on identities (company_id, account_id, regexp_replace(phone, '\\D', '', 'g'))
    where phone is not null;
  create index identities_username on identities (company_id, account_id, lower(username)) where username is not null;
  create index identities_search on identities
    using gin (company_id, search_text(name, email, phone, username) gin_trgm_ops) with (fastupdate = off)
    where email is not null or phone is not null or username is not null;

  -- 'phone:+79123456789'; of dialogs begun earlier a bare e-mail.
  create index dialogs_address on dialogs (company_id, account_id, lower(address)) where address is not null;
`

const imports = `
  -- One per account: the reading under way or the last one, and when one last went to its end.
  create table contact_imports (
    company_id uuid not null,
    account_id uuid not null,
    row_id text not null,
    state text not null,
    found integer not null default 0,
    failure jsonb,
    next_at bigint,
    at bigint not null,
    done_at bigint,
    done_found integer,
    primary key (company_id, account_id)
  );
`
