/** Delivery reports: RFC 3464, and what older servers write instead. Reading is pure; who it is about is found by the caller. */
import type { FailureData } from '@svyaz/core'
import { addressKey } from '../address_key.ts'
import { isFromServer } from './auto.ts'
import { enhancedCode, replyFailure } from '../failures/smtp_reply.ts'
import type { Letter } from './letter.ts'
import { idsIn } from './letter.ts'
import { headerValue, unfold } from './mime_parts.ts'

type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

export type Told = {
  readonly action: Action
  /** Keys of one person's addresses, as our letter was addressed first; to be compared with whom we wrote to. */
  readonly addresses: readonly string[]
  readonly failure: FailureData
}

export type Report = {
  /** One per recipient of the letter that it is about. */
  readonly told: readonly Told[]
  /** Our DSN id, where the server gives it back. */
  readonly envelopeId: string | undefined
  /** Message-IDs it may be about, surest first. */
  readonly about: readonly string[]
  /** Without a machine-readable part: believed only for an address we wrote to lately. */
  readonly isGuess: boolean
}

const actions: ReadonlySet<string> = new Set([
  'failed',
  'delayed',
  'delivered',
  'relayed',
  'expanded',
])
const undelivered =
  /undeliver|returned mail|delivery (?:status|failure|has failed)|failure notice|not delivered|mail delivery failed|не доставлен|недоставлен|ошибка доставки/iu
const qmail = /^hi\. this is the qmail-send program/iu
const longestText = 20_000
/** A letter of ours has one recipient or two; only a hostile report tells of thousands. */
const mostGroups = 1000
const mostAddresses = 20

/** undefined: not about a delivery (a receipt of reading, for instance). */
export function readReport(letter: Letter): Report | undefined {
  const told = letter.report === undefined ? [] : toldIn(letter.report.status)
  if (letter.report === undefined || told.length === 0)
    return isFromServer(letter) ? guess(letter) : undefined
  return {
    told,
    envelopeId: headerValue(unfold(letter.report.status), 'original-envelope-id'),
    about: idsAbout(letter),
    isGuess: false,
  }
}

function toldIn(status: string): readonly Told[] {
  return status.split(/\r?\n[ \t]*\r?\n/, mostGroups).flatMap((group) => toldOf(unfold(group)))
}

function toldOf(group: string): Told[] {
  const action = headerValue(group, 'action')?.toLowerCase()
  if (action === undefined || !isAction(action)) return []
  const addresses = ['original-recipient', 'final-recipient'].flatMap((name) =>
    recipient(headerValue(group, name))
  )
  if (addresses.length === 0) return []
  const diagnostic = (headerValue(group, 'diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '')
  const enhanced = headerValue(group, 'status')?.trim()
  return [{ action, addresses, failure: reason(diagnostic, enhanced) }]
}

/** Old servers: an empty return path or a server's own name as the sender, words, a code, an address. */
function guess(letter: Letter): Report | undefined {
  const text = (letter.text ?? '').slice(0, longestText)
  const failed = letter.headers.first('x-failed-recipients')
  const says =
    failed !== undefined ||
    undelivered.test(letter.subject) ||
    qmail.test(text.trim()) ||
    undelivered.test(text.slice(0, 500))
  const line = failedLine(text)
  if (!says || (failed === undefined && line === '')) return undefined
  const found =
    failed === undefined
      ? addressesIn(text)
      : failed.split(',', mostAddresses).map((one) => addressKey(one))
  if (found.length === 0) return undefined
  const failure = reason(line, enhancedCode(text))
  return {
    told: found.map((address) => ({ action: 'failed', addresses: [address], failure })),
    envelopeId: undefined,
    about: idsAbout(letter),
    isGuess: true,
  }
}

function reason(diagnostic: string, enhanced: string | undefined): FailureData {
  const code = /^\s*([245]\d\d)\b/.exec(diagnostic)?.[1]
  const found = replyFailure({
    text: diagnostic === '' ? (enhanced ?? '') : diagnostic,
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(enhanced === undefined ? {} : { enhanced }),
  })
  // A bounce is final: nothing is tried again and nothing rests because of it.
  return {
    code: found.code,
    reason: found.reason,
    kind: found.kind === 'unreachable' ? 'unreachable' : 'rejected',
  }
}

function idsAbout(letter: Letter): readonly string[] {
  const returned = unfold(letter.report?.returned ?? '')
  const own = idsIn(headerValue(returned, 'message-id') ?? '')
  const inText =
    letter.report === undefined
      ? [...(letter.text ?? '').matchAll(/^message-id:\s*<([^<>\s]+)>/gim)].map(
          (one) => one[1] ?? ''
        )
      : []
  return [...own, ...letter.inReplyTo, ...letter.references.toReversed(), ...inText]
}

function recipient(value: string | undefined): string[] {
  const address = value?.split(';').at(-1)?.trim().replace(/^<|>$/g, '')
  return address?.includes('@') === true ? [addressKey(address)] : []
}

function addressesIn(text: string): string[] {
  const found = [...text.matchAll(/<?([^\s<>()[\],;:"']{1,64}@[^\s<>()[\],;:"']{1,253})>?/g)]
  return [...new Set(found.map((one) => addressKey(one[1] ?? '')))].slice(0, mostAddresses)
}

function failedLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => enhancedCode(line) !== undefined || /\b5\d\d\b/.test(line))
      ?.trim() ?? ''
  )
}

function isAction(value: string): value is Action {
  return actions.has(value)
}
