/** Settings of the installation: OAuth applications registered by whoever runs it. All optional. */
import type { FieldMeta, Localized } from '@svyaz/core'
import { z } from 'zod'
import type { OAuthId } from './presets.ts'

export type Instance = {
  googleClientId: string
  googleClientSecret: string
  microsoftClientId: string
  microsoftClientSecret: string
  yandexClientId: string
  yandexClientSecret: string
  mailruClientId: string
  mailruClientSecret: string
  extraPorts: string
}
export type InstanceShape = { [field in keyof Instance]: z.ZodType<Instance[field]> }

function id(service: string): z.ZodType<string> {
  return text({
    label: { ru: `${service}: идентификатор приложения`, en: `${service}: application id` },
    hint: {
      ru: 'Пусто: вход через эту службу не предлагается.',
      en: 'Empty: signing in with this service is not offered.',
    },
  })
}

function secret(service: string): z.ZodType<string> {
  return text({
    label: { ru: `${service}: секрет приложения`, en: `${service}: application secret` },
    secret: true,
  })
}

function text(meta: FieldMeta): z.ZodType<string> {
  return z.string().trim().max(500).default('').meta(meta)
}

const portsLabel: Localized = {
  ru: 'Дополнительные порты почтовых серверов',
  en: 'Further ports of mail servers',
}

export const instanceSchema: z.ZodObject<InstanceShape> = z.object({
  googleClientId: id('Google'),
  googleClientSecret: secret('Google'),
  microsoftClientId: id('Microsoft'),
  microsoftClientSecret: secret('Microsoft'),
  yandexClientId: id('Яндекс / Yandex'),
  yandexClientSecret: secret('Яндекс / Yandex'),
  mailruClientId: id('Mail.ru'),
  mailruClientSecret: secret('Mail.ru'),
  extraPorts: z
    .string()
    .trim()
    .regex(/^(?:\d{1,5}(?:\s*,\s*\d{1,5})*)?$/)
    .default('')
    .meta({
      label: portsLabel,
      hint: {
        ru: 'Через запятую. Без них разрешены 25, 143, 465, 587, 993 и 2525.',
        en: 'Separated by commas. Without them 25, 143, 465, 587, 993 and 2525 are allowed.',
      },
    } satisfies FieldMeta),
})

export type OAuthClient = { readonly id: string; readonly secret: string }

export function oauthClient(instance: Instance, provider: OAuthId): OAuthClient | undefined {
  const client = {
    id: instance[`${provider}ClientId`],
    secret: instance[`${provider}ClientSecret`],
  }
  return client.id === '' ? undefined : client
}

export function extraPorts(instance: Instance): readonly number[] {
  return instance.extraPorts.split(',').map(Number).filter(Boolean)
}
