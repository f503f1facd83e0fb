import { BaseSchema } from '@adonisjs/lucid/schema'

/** Files that a member uploaded wait for a message that names them; those that none ever named are swept. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table media add column unnamed boolean not null default false;
      create index media_unnamed on media (created_at) where unnamed;
    `)
  }

  async down() {
    this.schema.raw('alter table media drop column unnamed')
  }
}
