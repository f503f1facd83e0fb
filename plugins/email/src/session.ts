/** One mailbox's life. Thin: each method delegates to the file that knows. */
import type { ImapFlow } from 'imapflow'
import { isFailure } from '@svyaz/core'
import type {
  Call,
  ChannelContext,
  ChannelLane,
  ChannelSession,
  ChatKey,
  ContactCard,
  Found,
  MessageRef,
  RemoteMedia,
  SendOp,
  SendResult,
  Step,
} from '@svyaz/core'
import { factsOf } from './capabilities.ts'
import type { Facts } from './capabilities.ts'
import { openImap, smtpAccess } from './connect/access.ts'
import type { Access } from './connect/access.ts'
import { tokenOf } from './connect/credentials.ts'
import type { AccessTokens } from './connect/credentials.ts'
import { SideConnection } from './connect/side.ts'
import { lostConnection, toFailure } from './failures.ts'
import { addressBook } from './inbound/address_book.ts'
import { downloadPart } from './inbound/download.ts'
import { readFolder } from './inbound/folder_reader.ts'
import type { FolderDeps } from './inbound/folder_reader.ts'
import { patientReceive, proveAlive, watchInbox } from './inbound/inbox.ts'
import { markSeen, settleLetters } from './inbound/flags.ts'
import { SentWatch } from './inbound/sent_watch.ts'
import { takeFrom } from './inbound/take.ts'
import { afterSendSteps } from './outbound/after_send.ts'
import { Mailer } from './outbound/mailer.ts'
import { reconcileLetter } from './outbound/reconcile.ts'
import { sentFolder } from './outbound/sent_folder.ts'
import { planOf, resultOf, sendLetter } from './outbound/send.ts'
import type { SendDeps } from './outbound/send.ts'
import { presetOf } from './settings.ts'
import type { Settings } from './settings.ts'
import type { FolderRole } from './state.ts'

export type SessionDeps = {
  readonly ctx: ChannelContext<Settings>
  readonly tokens: AccessTokens | undefined
  readonly extraPorts: readonly number[]
}

/** A refused login is tried this often before a person is asked: servers in trouble refuse right passwords too. */
const loginPausesMs = [1000, 5000]
const megabyte = 1_048_576

export class EmailSession implements ChannelSession {
  readonly steps: { readonly [name: string]: Step<unknown, ChannelLane> }
  readonly #ctx: ChannelContext<Settings>
  readonly #access: Access
  readonly #side: SideConnection
  readonly #mailer: Mailer
  readonly #sending: SendDeps
  #inbox: ImapFlow | undefined
  #lastRead: { readonly startedAt: number; readonly readAgain: () => void } | undefined

  constructor({ ctx, tokens, extraPorts }: SessionDeps) {
    this.#ctx = ctx
    const { settings } = ctx.account
    this.#access = { settings, lookup: (host, port) => ctx.lookup(host, port), extraPorts, tokens }
    this.#side = new SideConnection((signal) => openImap(this.#access, signal))
    let used: string | undefined
    const smtp = async () => {
      const access = await smtpAccess(this.#access)
      used = tokenOf(access.credentials)
      return access
    }
    this.#mailer = new Mailer(smtp, presetOf(settings))
    const facts: { current: Facts } = { current: factsOf(ctx.account.facts) }
    const renewLogin = tokens === undefined ? undefined : () => tokens(used)
    this.#sending = { ctx, mailer: this.#mailer, facts, renewLogin }
    this.steps = afterSendSteps({ ctx, side: this.#side })
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      const client = await this.#signIn(signal)
      this.#inbox = client
      await this.#watch(client, signal)
    } catch (error) {
      if (signal.aborted) return
      throw toFailure(error) ?? lostConnection(error)
    } finally {
      await this.#close(signal)
    }
  }

  probe(): Promise<void> {
    return proveAlive(this.#inbox)
  }

  send(op: SendOp, call: Call): Promise<SendResult> {
    return sendLetter(op, call, this.#sending)
  }

  reconcile(op: SendOp, call: Call): Promise<Found<SendResult>> {
    return reconcileLetter(op, call, {
      ctx: this.#ctx,
      side: this.#side,
      hasReadSince: (at) => this.#hasReadSince(at),
      result: async (sent, about, at) => ({
        ...resultOf(sent, await planOf(sent, about, this.#ctx), this.#ctx),
        at,
      }),
    })
  }

  download(remote: RemoteMedia, call: Call): Promise<ReadableStream<Uint8Array>> {
    return downloadPart(remote, call, this.#side)
  }

  async markRead(_chat: ChatKey, messages: readonly MessageRef[]): Promise<void> {
    if (this.#ctx.account.settings.markRead !== 'read') return
    await proveAlive(this.#inbox)
    if (this.#inbox !== undefined) await markSeen(this.#inbox, messages)
  }

  contacts(signal: AbortSignal): AsyncIterable<ContactCard> {
    const { state, account } = this.#ctx
    const { address } = account.settings
    const find = (client: ImapFlow) => sentFolder(client, state)
    return addressBook({ side: this.#side, ownAddress: address, sentFolder: find }, signal)
  }

  async #watch(client: ImapFlow, signal: AbortSignal): Promise<void> {
    const receive = patientReceive(this.#ctx, signal)
    const sent = new SentWatch(this.#side, this.#ctx, this.#reader('sent', receive))
    await watchInbox(
      client,
      {
        read: (one) => readFolder(one, this.#reader('inbox', receive), signal),
        between: (one) => sent.look(one, signal),
        onReady: () => this.#ctx.report('online'),
        onRead: (startedAt, readAgain) => {
          this.#lastRead = { startedAt, readAgain }
        },
      },
      this.#ctx.clock,
      signal
    )
  }

  #reader(role: FolderRole, receive: FolderDeps['receive']): FolderDeps {
    const { settings } = this.#ctx.account
    return {
      role,
      state: this.#ctx.state,
      importDays: settings.importDays,
      connectedAt: this.#ctx.account.since,
      largest: settings.largestLetterMb * megabyte,
      now: () => this.#ctx.clock.now(),
      take: takeFrom(this.#ctx, role),
      receive,
      settle: (done) => settleLetters(done, { inbox: this.#inbox, ctx: this.#ctx }),
      onNewValidity: () => {
        this.#ctx.log.warn(
          { account: this.#ctx.account.id, folder: role },
          'folder was made anew; found the place again by date'
        )
      },
    }
  }

  /** false also wakes a reading, so that the next question has its answer. */
  #hasReadSince(at: number): boolean {
    const last = this.#lastRead
    if (last === undefined || last.startedAt >= at) return last !== undefined
    last.readAgain()
    return false
  }

  async #signIn(signal: AbortSignal): Promise<ImapFlow> {
    for (const pause of loginPausesMs) {
      try {
        return await openImap(this.#access, signal)
      } catch (error) {
        if (!isFailure(error) || error.code !== 'E_EMAIL_LOGIN') throw error
        await this.#ctx.clock.sleep(pause, signal)
      }
    }
    return openImap(this.#access, signal)
  }

  async #close(signal: AbortSignal): Promise<void> {
    const inbox = this.#inbox
    this.#inbox = undefined
    this.#lastRead = undefined
    this.#side.close()
    // Another node speaks already: no goodbyes.
    if (signal.reason !== 'lease_lost') await inbox?.logout().catch(() => {})
    inbox?.close()
    if (signal.aborted) this.#mailer.close()
  }
}
