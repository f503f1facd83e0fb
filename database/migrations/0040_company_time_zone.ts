import { BaseSchema } from '@adonisjs/lucid/schema'

/** When a company's day begins: for quiet hours and for how many new people are written to per day. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(
      `alter table companies add column time_zone text not null default 'Europe/Moscow'`
    )
  }

  async down() {
    this.schema.raw('alter table companies drop column time_zone')
  }
}
