/** The fields of the connect form. A subset of the account's settings, drawn the same way. */
import type { FieldMeta, Localized } from '@svyaz/core'
import { z } from 'zod'
import { presets, providerIds } from '../presets.ts'
import { settingsSchema } from '../settings.ts'
import type { SettingsShape } from '../settings.ts'

type ConnectShape = Pick<
  SettingsShape,
  | 'address'
  | 'password'
  | 'login'
  | 'imapHost'
  | 'imapPort'
  | 'imapSecurity'
  | 'smtpHost'
  | 'smtpPort'
  | 'smtpSecurity'
  | 'smtpLogin'
  | 'smtpPassword'
  | 'trustedCertificate'
  | 'senderName'
  | 'groupLetters'
  | 'importDays'
> & {
  provider: z.ZodType<string>
}

const own = settingsSchema.shape

const providerMeta: FieldMeta = {
  label: { ru: 'Почтовая служба', en: 'Mail service' },
  options: {
    auto: { ru: 'Определить по адресу', en: 'Find out by the address' },
    ...Object.fromEntries(providerIds.map((id) => [id, presets[id].name])),
  },
}

/** Whose `when` hides them until the service is "another server". */
const serverFields = {
  imapHost: own.imapHost,
  imapPort: own.imapPort,
  imapSecurity: own.imapSecurity,
  smtpHost: own.smtpHost,
  smtpPort: own.smtpPort,
  smtpSecurity: own.smtpSecurity,
  smtpLogin: own.smtpLogin,
  smtpPassword: own.smtpPassword,
  trustedCertificate: own.trustedCertificate,
}

export const connectFields: z.ZodObject<ConnectShape> = z.object({
  address: own.address,
  password: own.password,
  provider: z
    .enum(['auto', ...providerIds])
    .default('auto')
    .meta(providerMeta),
  login: own.login,
  ...serverFields,
  senderName: own.senderName,
  groupLetters: own.groupLetters,
  importDays: own.importDays,
})

/** How a field is called on the screen. */
export function labelOf(field: string): Localized {
  const shape: { readonly [name: string]: z.ZodType } = settingsSchema.shape
  const meta = shape[field]?.meta() as FieldMeta | undefined
  return meta?.label ?? { ru: field, en: field }
}
