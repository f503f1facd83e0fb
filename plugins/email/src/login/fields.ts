/** The fields of the connect form. A subset of the account's settings, drawn the same way. */
import type { FieldMeta } from '@svyaz/core'
import { z } from 'zod'
import { presets, providerIds } from '../presets.ts'
import { settingsSchema } from '../settings.ts'
import type { SettingsShape } from '../settings.ts'

type AccountShape = Pick<
  SettingsShape,
  'address' | 'password' | 'login' | 'senderName' | 'groupLetters' | 'importDays'
> & {
  provider: z.ZodType<string>
}
type ServerShape = Pick<
  SettingsShape,
  | 'imapHost'
  | 'imapPort'
  | 'imapSecurity'
  | 'smtpHost'
  | 'smtpPort'
  | 'smtpSecurity'
  | 'smtpLogin'
  | 'smtpPassword'
  | 'trustedCertificate'
>

const own = settingsSchema.shape

const providerMeta: FieldMeta = {
  label: { ru: 'Почтовая служба', en: 'Mail service' },
  options: {
    auto: { ru: 'Определить по адресу', en: 'Find out by the address' },
    ...Object.fromEntries(providerIds.map((id) => [id, presets[id].name])),
  },
}

export const accountFields: z.ZodObject<AccountShape> = z.object({
  address: own.address,
  password: own.password,
  provider: z
    .enum(['auto', ...providerIds])
    .default('auto')
    .meta(providerMeta),
  login: own.login,
  senderName: own.senderName,
  groupLetters: own.groupLetters,
  importDays: own.importDays,
})

export const serverFields: z.ZodObject<ServerShape> = z.object({
  imapHost: own.imapHost,
  imapPort: own.imapPort,
  imapSecurity: own.imapSecurity,
  smtpHost: own.smtpHost,
  smtpPort: own.smtpPort,
  smtpSecurity: own.smtpSecurity,
  smtpLogin: own.smtpLogin,
  smtpPassword: own.smtpPassword,
  trustedCertificate: own.trustedCertificate,
})
