import type { Locale, Theme } from '#app/http/shared_props'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import { BaseModel, column } from '@adonisjs/lucid/orm'

const AuthFinder = withAuthFinder(() => hash.use('scrypt'), {
  uids: ['email'],
  passwordColumnName: 'password',
})

/** A person. Belongs to no company by itself: `members` says where they work. */
export default class User extends compose(BaseModel, AuthFinder) {
  static override selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  /** Lower case. */
  @column()
  declare email: string

  @column({ serializeAs: null })
  declare password: string

  @column()
  declare name: string

  @column()
  declare language: Locale | null

  @column()
  declare theme: Theme

  @column({ prepare: (value: object) => JSON.stringify(value) })
  declare preferences: { readonly [name: string]: unknown }
}
