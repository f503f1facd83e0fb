import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Reactions, and what members do to messages that are there. `reactions`: one row per person and message, whose set it
 * holds; an empty one stays, so that an older event can't bring back what was taken away. `message_acts`: edits, removals
 * and reactions of ours under way, or refused; gone once they are done. `external_ids`: what one call of a message became,
 * since an edit needs the first and a removal all of them.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table reactions (
        company_id uuid not null,
        message_id uuid not null,
        -- 'us', or 'person ' and the platform's key of a person.
        who text not null,
        emojis text[] not null,
        at bigint not null,
        primary key (company_id, message_id, who)
      )`)
    this.schema.raw(`
      create table message_acts (
        company_id uuid not null,
        row_id text not null,
        message_id uuid not null,
        act text not null,
        state text not null,
        -- Of an edit and a reaction: what is wanted.
        text text,
        emoji text,
        failure jsonb,
        member_id uuid not null,
        at bigint not null,
        primary key (company_id, row_id)
      )`)
    this.schema.raw(
      'create index message_acts_message on message_acts (company_id, message_id, at)'
    )
    this.schema.raw(
      'alter table message_parts add column external_ids text[], add column sent_at bigint'
    )
  }

  async down() {
    this.schema.raw('alter table message_parts drop column external_ids, drop column sent_at')
    this.schema.raw('drop table message_acts, reactions')
  }
}
