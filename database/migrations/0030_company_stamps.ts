import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * `stamp`: of the last transaction that took a company's lock, `before`: of the one before it. Unlike `seq` never the same
 * twice, also when a crash took a commit back.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table company_changes
        add column if not exists stamp uuid not null default gen_random_uuid(),
        add column if not exists before uuid
    `)
  }

  async down() {
    this.schema.raw('alter table company_changes drop column stamp, drop column before')
  }
}
