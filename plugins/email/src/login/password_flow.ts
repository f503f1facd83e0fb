/** Connecting by address and password: presets fill the servers, each server is tried, failures are told in words. */
import type {
  Answer,
  Check,
  Failure,
  Flow,
  FlowContext,
  FlowDone,
  Json,
  Localized,
  Screen,
} from '@svyaz/core'
import { addressKey, shownAddress } from '../address_key.ts'
import { target } from '../connect/guard.ts'
import { certificateCodes } from '../failures/connection.ts'
import { presets } from '../presets.ts'
import { serversOf, settingsSchema } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { shownCertificate } from './certificate.ts'
import { checkServers } from './check.ts'
import { connectFields, labelOf } from './fields.ts'
import { guessServers, systemDns } from './guess.ts'
import type { Dns, Guess } from './guess.ts'

export type PasswordFlowOptions = { readonly extraPorts: readonly number[]; readonly dns?: Dns }

type Form = {
  readonly error?: Localized
  readonly checks?: readonly Check[]
  readonly actions?: readonly { readonly id: string; readonly name: Localized }[]
}

const title: Localized = { ru: 'Подключить почтовый ящик', en: 'Connect a mailbox' }

export function passwordFlow(options: PasswordFlowOptions): Flow<Settings> {
  return {
    id: 'password',
    name: { ru: 'Адрес и пароль', en: 'Address and password' },
    start: (ctx) => connect(ctx, options),
  }
}

async function* connect(
  ctx: FlowContext<Settings>,
  options: PasswordFlowOptions
): AsyncGenerator<Screen, FlowDone<Settings>, Answer> {
  let values: Readonly<Record<string, unknown>> = startValues(ctx)
  let form: Form = {}
  for (;;) {
    const answer: Answer = yield screenOf(form, values)
    values = { ...values, ...answer.values }
    const entered = await settingsFrom(values, options.dns ?? systemDns())
    if ('error' in entered) {
      values = { ...values, ...entered.values }
      form = { error: entered.error }
      continue
    }
    const { settings } = entered
    values = { ...values, ...shownOf(settings) }
    if (answer.action === 'trust') {
      const pinned = await certificateOf(settings, ctx, options.extraPorts)
      if (pinned !== undefined) values = { ...values, trustedCertificate: pinned.pem }
    }
    const tried = await trySettings(
      { ...settings, trustedCertificate: text(values['trustedCertificate']) },
      ctx,
      options
    )
    if (tried.failures.length === 0)
      return done({ ...settings, trustedCertificate: text(values['trustedCertificate']) }, ctx)
    form = await failedForm(tried.failures, tried.checks, settings, ctx, options)
  }
}

function startValues(ctx: FlowContext<Settings>): Readonly<Record<string, unknown>> {
  const known = ctx.settings
  return {
    provider: 'auto',
    importDays: 0,
    groupLetters: true,
    senderName: '',
    trustedCertificate: '',
    ...known,
  }
}

function screenOf(form: Form, values: Readonly<Record<string, unknown>>): Screen {
  return {
    show: 'form',
    title,
    fields: connectFields,
    values: withoutSecrets(values),
    ...(form.error === undefined ? {} : { error: form.error }),
    ...(form.checks === undefined ? {} : { checks: form.checks }),
    ...(form.actions === undefined ? {} : { actions: form.actions }),
  }
}

type Entered =
  | { readonly settings: Settings }
  | {
      readonly error: Localized
      readonly values: Readonly<Record<string, unknown>>
    }

async function settingsFrom(values: Readonly<Record<string, unknown>>, dns: Dns): Promise<Entered> {
  const address = text(values['address']).trim()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return { error: badAddress, values: {} }
  let filled = values
  if (values['provider'] === 'auto') {
    const guess = await guessServers(address, dns)
    filled = { ...values, provider: guess.provider }
    if (guess.provider === 'custom' && text(values['imapHost']) === '')
      return { error: checkHosts, values: guessedHosts(guess) }
  }
  const parsed = settingsSchema.safeParse({ ...filled, auth: 'password', address })
  if (!parsed.success)
    return {
      error: badField(labelOf(parsed.error.issues[0]?.path.join('.') ?? '')),
      values: filled,
    }
  const settings = parsed.data
  const preset = presets[settings.provider]
  if (preset.password === 'never')
    return { error: preset.remedy, values: { provider: settings.provider } }
  if (settings.password === '') return { error: noPassword, values: {} }
  if (settings.provider === 'custom' && (settings.imapHost === '' || settings.smtpHost === '')) {
    return { error: noHosts, values: {} }
  }
  return { settings }
}

function guessedHosts({ imap, smtp }: Guess): Readonly<Record<string, unknown>> {
  return {
    provider: 'custom',
    imapHost: imap?.host,
    imapPort: imap?.port,
    imapSecurity: imap?.security,
    smtpHost: smtp?.host,
    smtpPort: smtp?.port,
    smtpSecurity: smtp?.security,
  }
}

async function trySettings(
  settings: Settings,
  ctx: FlowContext<Settings>,
  options: PasswordFlowOptions
) {
  const hint: Localized = { ru: 'Проверяем серверы…', en: 'Trying the servers…' }
  ctx.tell({ show: 'wait', hint })
  return checkServers(
    {
      settings,
      lookup: (host, port) => ctx.lookup(host, port),
      extraPorts: options.extraPorts,
      tokens: undefined,
    },
    ctx.signal,
    (checks) => ctx.tell({ show: 'wait', hint, checks })
  )
}

async function failedForm(
  failures: readonly Failure[],
  checks: readonly Check[],
  settings: Settings,
  ctx: FlowContext<Settings>,
  options: PasswordFlowOptions
): Promise<Form> {
  const isCustom = settings.provider === 'custom'
  const [first] = failures
  const form: Form = {
    checks,
    ...(first === undefined ? {} : { error: first.data.reason }),
  }
  if (!isCustom || !failures.some((failure) => certificateCodes.has(failure.code))) return form
  const shown = await certificateOf(settings, ctx, options.extraPorts)
  if (shown === undefined) return form
  return {
    ...form,
    checks: [...checks, { name: shown.words, ok: false }],
    actions: [
      { id: 'trust', name: { ru: 'Доверять этому сертификату', en: 'Trust this certificate' } },
    ],
  }
}

async function certificateOf(
  settings: Settings,
  ctx: FlowContext<Settings>,
  extraPorts: readonly number[]
) {
  const { imap, smtp } = serversOf(settings)
  const server = imap.security === 'tls' ? imap : smtp
  if (server.security !== 'tls') return undefined
  return shownCertificate(
    await target(server, (host, port) => ctx.lookup(host, port), extraPorts),
    ctx.signal
  )
}

function done(settings: Settings, ctx: FlowContext<Settings>): FlowDone<Settings> {
  return {
    identity: ctx.again?.identity ?? {
      key: addressKey(settings.address),
      title: shownAddress(addressKey(settings.address)),
    },
    settings,
  }
}

/** What was filled in for the person, to be seen and edited. */
function shownOf(settings: Settings): Readonly<Record<string, Json>> {
  return { provider: settings.provider, address: settings.address, login: settings.login }
}

const secrets = new Set(['password', 'smtpPassword', 'trustedCertificate'])

function withoutSecrets(values: Readonly<Record<string, unknown>>): {
  readonly [field: string]: Json
} {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | number | boolean] =>
        !secrets.has(entry[0]) && ['string', 'number', 'boolean'].includes(typeof entry[1])
    )
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const badAddress: Localized = {
  ru: 'Это не похоже на адрес почты. Впишите адрес целиком, например shop@example.ru.',
  en: 'This is not an e-mail address. Enter the whole address, for example shop@example.com.',
}
const checkHosts: Localized = {
  ru: 'Эту почтовую службу мы не знаем. Проверьте имена серверов: мы подставили вероятные.',
  en: 'We do not know this mail service. Check the names of the servers: we have filled in likely ones.',
}
const noPassword: Localized = {
  ru: 'Впишите пароль ящика или пароль приложения.',
  en: 'Enter the password of the mailbox or an app password.',
}
const noHosts: Localized = {
  ru: 'Впишите серверы входящей и исходящей почты.',
  en: 'Enter the incoming and the outgoing mail server.',
}
function badField(label: Localized): Localized {
  return {
    ru: `Поле «${label.ru}» заполнено неверно. Исправьте его.`,
    en: `The field "${label.en}" is not valid. Correct it.`,
  }
}
