/** Sends one letter at a time, and knows of each failure whether the letter may have gone out. */
import { Readable } from 'node:stream'
import { Failure } from '@svyaz/core'
import type { SMTPSentMessageInfo, SendMailOptions } from 'nodemailer'
import { smtpTransport } from '../connect/smtp.ts'
import type { ServerFeatures, SmtpAccess, SmtpTransport } from '../connect/smtp.ts'
import { lostConnection, toFailure } from '../failures.ts'
import type { About } from '../failures.ts'
import type { Preset } from '../presets.ts'
import { gate } from './gate.ts'

export type Parcel = {
  readonly from: string
  readonly to: readonly [string, ...string[]]
  /** Our own address where an own copy is wanted. */
  readonly copyTo: string | undefined
  /** Asked for where EHLO lists DSN. */
  readonly dsnId: string | undefined
  readonly bytes: number
  readonly body: Readable
  /** Commits the mark; throws when nothing may be sent. */
  begin(): Promise<void>
  readonly signal: AbortSignal
}

/** Left out while others were served. */
export type RefusedRecipient = { readonly address: string; readonly failure: Failure }

type InFlight = { readonly wantsBody: () => void }

export class Mailer {
  readonly #access: () => Promise<SmtpAccess>
  readonly #preset: Preset
  #transport: SmtpTransport | undefined
  #place: About['place']
  #inFlight: InFlight | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(access: () => Promise<SmtpAccess>, preset: Preset) {
    this.#access = access
    this.#preset = preset
  }

  get features(): ServerFeatures | undefined {
    return this.#transport?.features
  }

  /** Resolves when the server has taken the letter for one of its recipients at least, with those it was not taken for. */
  send(parcel: Parcel): Promise<readonly RefusedRecipient[]> {
    const result = this.#turn.then(() => this.#send(parcel))
    this.#turn = result.catch(() => {})
    return result
  }

  /** The next letter signs in anew: other credentials, or the session ends. */
  close(): void {
    this.#transport?.close()
    this.#transport = undefined
  }

  async #send(parcel: Parcel): Promise<readonly RefusedRecipient[]> {
    parcel.signal.throwIfAborted()
    const transport = await this.#open()
    const held = gate()
    const stop = new AbortController()
    let refusedMark: Error | undefined
    this.#inFlight = {
      wantsBody: () => {
        parcel.begin().then(
          () => held.open(),
          (error: unknown) => {
            refusedMark =
              error instanceof Error ? error : new Error('mark refused', { cause: error })
            stop.abort()
          }
        )
      },
    }
    const raw = Readable.from(held.through(parcel.body), { objectMode: false })
    try {
      const sent = await transport.send(
        letterOptions(parcel, raw, AbortSignal.any([parcel.signal, stop.signal]))
      )
      return refusedOf(sent, parcel.to, this.#about())
    } catch (error) {
      this.close()
      if (refusedMark !== undefined) throw refusedMark
      throw this.#judge(error, held.isOpen)
    } finally {
      this.#inFlight = undefined
      raw.destroy()
      parcel.body.destroy()
    }
  }

  async #open(): Promise<SmtpTransport> {
    if (this.#transport !== undefined) return this.#transport
    const access = await this.#access()
    this.#place = { host: access.target.host, port: access.target.port, protocol: 'SMTP' }
    this.#transport = smtpTransport(access, () => this.#inFlight?.wantsBody())
    return this.#transport
  }

  /** With the mark set and no answer nobody knows; with an answer, or before the mark, it is certain. */
  #judge(error: unknown, mayHaveGone: boolean): Failure {
    const answered =
      typeof error === 'object' &&
      error !== null &&
      'responseCode' in error &&
      typeof error.responseCode === 'number'
    const known = toFailure(error, this.#about())
    if (!mayHaveGone || answered) return known ?? lostConnection(error)
    if (known !== undefined && known === error) return known
    return new Failure('uncertain', {
      code: 'E_EMAIL_ANSWER_LOST',
      reason: {
        ru: 'Связь оборвалась, когда письмо уже передавалось: оно могло уйти. Ищем подтверждение.',
        en: 'The connection broke while the letter was being handed over: it may have gone out. We look for a confirmation.',
      },
      cause: error,
    })
  }

  #about(): About {
    return { preset: this.#preset, ...(this.#place === undefined ? {} : { place: this.#place }) }
  }
}

function letterOptions(parcel: Parcel, raw: Readable, signal: AbortSignal): SendMailOptions {
  return {
    envelope: {
      from: parcel.from,
      to: parcel.copyTo === undefined ? [...parcel.to] : [...parcel.to, parcel.copyTo],
      size: parcel.bytes,
    },
    raw,
    signal,
    ...(parcel.dsnId === undefined
      ? {}
      : {
          dsn: {
            id: parcel.dsnId,
            return: 'headers',
            // No `recipient`: nodemailer would name the client in our own copy's report, too.
            notify: ['success', 'failure', 'delay'],
          },
        }),
  }
}

/** The server may take our own copy and refuse everybody else: then nothing was sent. */
function refusedOf(
  sent: SMTPSentMessageInfo,
  recipients: Parcel['to'],
  about: About
): readonly RefusedRecipient[] {
  const refused = recipients.flatMap((address) => {
    const error = sent.rejectedErrors?.find((one) => one.recipient === address)
    if (error === undefined) return []
    return [{ address, failure: toFailure(error, about) ?? lostConnection(error) }]
  })
  const [first] = refused
  if (first !== undefined && refused.length === recipients.length) throw first.failure
  return refused
}
