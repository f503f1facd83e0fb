import { BaseSchema } from '@adonisjs/lucid/schema'

/** What a member has begun to write in a dialog, on whatever device. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- rev: the writer's stamp; an older one never overwrites a newer one. excerpt: what the list shows; null: emptied or
      -- sent, kept for a while so that a save which comes late doesn't bring it back.
      create table drafts (
        company_id uuid not null,
        member_id uuid not null,
        dialog_id uuid not null,
        text text not null,
        subject text not null,
        reply_id uuid,
        files jsonb not null,
        excerpt text,
        updated_at bigint not null,
        rev bigint not null,
        primary key (company_id, member_id, dialog_id),
        foreign key (company_id, member_id) references members (company_id, id) on delete cascade,
        foreign key (company_id, dialog_id) references dialogs (company_id, id) on delete cascade
      ) with (fillfactor = 70);
      create index drafts_dialog on drafts (company_id, dialog_id);
      create index drafts_files on drafts using gin (company_id, files jsonb_path_ops) where files <> '[]';
    `)
  }

  async down() {
    this.schema.raw('drop table drafts')
  }
}
