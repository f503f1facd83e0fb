import { BaseSchema } from '@adonisjs/lucid/schema'

/** Messages with a date (IN-17). Each becomes a message with the same id when it is due. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- body: text, files, subject, replyTo. client_at: when the client had last written as the member saw it.
      create table scheduled_messages (
        company_id uuid not null,
        id uuid not null,
        dialog_id uuid not null,
        member_id uuid not null,
        due_at bigint not null,
        body jsonb not null,
        fingerprint text not null,
        client_at bigint not null,
        state text not null default 'waiting' check (state in ('waiting', 'asks', 'failed')),
        failure jsonb,
        primary key (company_id, id),
        foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade,
        foreign key (company_id, member_id) references members (company_id, id) on delete cascade
      );
      create index scheduled_messages_dialog on scheduled_messages (company_id, dialog_id, due_at);
      create index scheduled_messages_due on scheduled_messages (due_at) where state = 'waiting';

      -- The soonest, or one that asks; for the list and for pages that show the dialog.
      alter table dialogs add column scheduled_at bigint;
    `)
  }

  async down() {
    this.schema.raw(`drop table scheduled_messages; alter table dialogs drop column scheduled_at`)
  }
}
