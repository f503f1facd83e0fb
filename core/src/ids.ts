import { z } from 'zod'

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** Ids of ours: UUID v7. */
export type CompanyId = Id<'company'>
export type AccountId = Id<'account'>
/** A stored file, opaque to everybody but the media store that gave it. */
export type MediaRef = Id<'media'>

/** Ids given by the platform. Opaque to core; unique within one account. */
export type ChatKey = Id<'chat'>
export type PersonKey = Id<'person'>
export type ExternalId = Id<'external'>

export function chatKey(value: string): ChatKey {
  return value as ChatKey
}
export function personKey(value: string): PersonKey {
  return value as PersonKey
}
export function externalId(value: string): ExternalId {
  return value as ExternalId
}

function uuidOf<Branded extends string>(): z.ZodType<Branded, string> {
  return z.uuid() as unknown as z.ZodType<Branded, string>
}

/** The one way from the wire to an id of ours. */
export const idSchema: {
  readonly company: z.ZodType<CompanyId, string>
  readonly account: z.ZodType<AccountId, string>
  readonly media: z.ZodType<MediaRef, string>
} = {
  company: uuidOf<CompanyId>(),
  account: uuidOf<AccountId>(),
  media: z.string().min(1).max(200) as unknown as z.ZodType<MediaRef, string>,
}

export function accountId(value: string): AccountId {
  return value as AccountId
}
export function companyId(value: string): CompanyId {
  return value as CompanyId
}
export function mediaRef(value: string): MediaRef {
  return value as MediaRef
}
