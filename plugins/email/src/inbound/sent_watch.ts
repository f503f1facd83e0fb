/** Letters written elsewhere (a phone, another program): the folder of sent letters is followed with a cursor of its own. */
import type { ImapFlow } from 'imapflow'
import type { ChannelContext } from '@svyaz/core'
import type { SideConnection } from '../connect/side.ts'
import { toFailure } from '../failures.ts'
import { sentFolder } from '../outbound/sent_folder.ts'
import type { Settings } from '../settings.ts'
import { cursorSchema, keyOf, readOne } from '../state.ts'
import { readFolder } from './folder_reader.ts'
import type { FolderDeps } from './folder_reader.ts'

const leastPauseMs = 30_000

type Ctx = Pick<ChannelContext<Settings>, 'state' | 'log' | 'account' | 'clock'>

export class SentWatch {
  readonly #side: SideConnection
  readonly #ctx: Ctx
  readonly #deps: FolderDeps
  #lookedAt: number | undefined

  constructor(side: SideConnection, ctx: Ctx, deps: FolderDeps) {
    this.#side = side
    this.#ctx = ctx
    this.#deps = deps
  }

  /** Asks on the waiting connection whether there is anything; reads on the second one. Never stops the inbox. */
  async look(inbox: ImapFlow, signal: AbortSignal): Promise<void> {
    const now = this.#ctx.clock.monotonic()
    if (this.#lookedAt !== undefined && now - this.#lookedAt < leastPauseMs) return
    this.#lookedAt = now
    try {
      const folder = await sentFolder(inbox, this.#ctx.state)
      if (folder === undefined || !(await this.#hasNews(inbox, folder))) return
      await this.#side.use(signal, async (client) => {
        const lock = await client.getMailboxLock(folder, { readOnly: true })
        try {
          await readFolder(client, this.#deps, signal)
        } finally {
          lock.release()
        }
      })
    } catch (error) {
      signal.throwIfAborted()
      const failure = toFailure(error)
      if (failure?.code === 'E_LEASE_LOST') throw failure
      this.#ctx.log.info(
        { account: this.#ctx.account.id, code: failure?.code ?? 'E_EMAIL_SERVER' },
        'Sent not followed this time'
      )
    }
  }

  async #hasNews(inbox: ImapFlow, folder: string): Promise<boolean> {
    const cursor = await readOne(this.#ctx.state, keyOf.cursor('sent'), cursorSchema)
    const status = await inbox.status(folder, { uidNext: true, uidValidity: true })
    if (status === false) return false
    if (cursor === undefined || cursor.uidValidity !== String(status.uidValidity)) return true
    return (status.uidNext ?? 0) > cursor.lastUid + 1
  }
}
