/**
 * One dialog's draft between the field and the server. What is typed goes there a second after the last key; what comes from
 * there never replaces what is being typed. Stamps only grow, so the last writer wins on every device.
 */
import type { DraftBody, DraftView, SavedDraft } from '@app/inbox/views'

export type Content = Omit<DraftBody, 'rev'>
export type Kept = Content & { readonly rev: number }

export type KeeperPorts = {
  readonly read: () => Content
  readonly fill: (draft: DraftView | null) => void
  /** The caret is in its field. */
  readonly isInHand: () => boolean
  readonly put: (body: DraftBody) => Promise<SavedDraft>
  /** The page is leaving: no answer is waited for. */
  readonly putLast: (body: DraftBody) => void
  /** On this device, until the server has it. */
  readonly keep: (kept: Kept | null) => void
  readonly saved: (content: Content) => void
  /** again: not reached. keep: not now, and it stays on this device. drop: refused for good. */
  readonly judge: (error: unknown) => 'again' | 'keep' | 'drop'
  readonly now: () => number
}

const restMs = 1_000
const repeatMs = 5_000

const nothing: Content = { text: '', subject: '', files: [], replyTo: null }

export class DraftKeeper {
  readonly #ports: KeeperPorts
  /** What the server is known to have. */
  #known = JSON.stringify(nothing)
  #rev = 0
  /** By hand, since it was last filled from outside. */
  #typed = false
  #askedFrom = 0
  /** A save that began before the last of them says nothing any more. */
  #messages = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: Promise<void> | undefined

  constructor(ports: KeeperPorts) {
    this.#ports = ports
  }

  get rev(): number {
    return this.#rev
  }

  get isDirty(): boolean {
    return JSON.stringify(this.#content()) !== this.#known
  }

  /** Something in it is another than before: typed, or filled from outside. */
  changed(): void {
    if (!this.isDirty) {
      this.#ports.keep(null)
      return this.#rest()
    }
    this.#typed = true
    this.#stamp()
    this.#wait(restMs)
  }

  /** Left on this device by a page that could not reach the server. */
  restore(kept: Kept): void {
    this.#rev = Math.max(this.#rev, kept.rev)
    this.#wait(0)
  }

  /** The dialog was left, the tab hidden, the connection is back. */
  async flush(): Promise<void> {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#saving
    if (!this.isDirty) return
    this.#saving = this.#save()
    await this.#saving
    this.#saving = undefined
  }

  leave(): void {
    if (!this.isDirty) return
    const body = { ...this.#content(), rev: this.#rev }
    this.#ports.keep(body)
    this.#ports.putLast(body)
  }

  stop(): void {
    this.leave()
    this.#rest()
  }

  /** A message was made of it. Its stamp goes along, and ends the draft on the server. */
  sent(): number {
    const rev = this.#stamp()
    this.#messages++
    this.#known = JSON.stringify(nothing)
    this.#typed = false
    this.#rest()
    this.#ports.keep(null)
    this.#ports.fill(null)
    return rev
  }

  /** A message of this stamp is under way: what the server still has of it is old. */
  noteSent(rev: number): void {
    this.#rev = Math.max(this.#rev, rev)
  }

  /** The message was given up, and the draft it was made of is still there. */
  takeBack(): void {
    this.#known = ''
    this.#stamp()
    this.#wait(0)
  }

  /** What the server had when it was asked at that moment. */
  adopt(draft: DraftView | null, askedAt: number): void {
    if (askedAt < this.#askedFrom || (draft !== null && draft.rev <= this.#rev)) return
    if (this.isDirty || this.#saving !== undefined) {
      // Ours goes there anyway, and over this one.
      if (draft !== null && this.#typed) this.#overtake(draft.rev)
      return
    }
    if (draft === null && this.#known === JSON.stringify(nothing)) return
    if (draft !== null) this.#rev = draft.rev
    if (!this.#typed || !this.#ports.isInHand()) this.#fill(draft)
  }

  #fill(draft: DraftView | null): void {
    this.#ports.fill(draft)
    this.#known = JSON.stringify(this.#content())
    this.#typed = false
  }

  #content(): Content {
    const content = this.#ports.read()
    const isEmpty =
      content.text.trim() === '' && content.subject.trim() === '' && content.files.length === 0
    return isEmpty ? nothing : content
  }

  #stamp(): number {
    this.#rev = Math.max(this.#rev + 1, this.#ports.now())
    return this.#rev
  }

  #overtake(rev: number): void {
    this.#rev = Math.max(this.#rev, rev)
    this.#stamp()
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), ms)
  }

  #rest(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #save(): Promise<void> {
    const content = this.#content()
    const body = { ...content, rev: this.#rev }
    const messages = this.#messages
    this.#ports.keep(body)
    try {
      const answer = await this.#ports.put(body)
      this.#askedFrom = this.#ports.now()
      if (messages === this.#messages) this.#settle(content, body.rev, answer)
    } catch (error) {
      if (messages !== this.#messages) return
      const verdict = this.#ports.judge(error)
      if (verdict === 'again') this.#wait(repeatMs)
      // What was refused stays in the field; asking again would change nothing.
      else if (verdict === 'drop') this.#ports.keep(null)
    }
  }

  #settle(content: Content, rev: number, answer: SavedDraft): void {
    const isSame = this.#rev === rev
    this.#rev = Math.max(this.#rev, answer.rev)
    if (answer.saved || answer.rev === rev) {
      this.#known = JSON.stringify(content)
      this.#ports.saved(content)
      if (isSame) this.#ports.keep(null)
      if (this.isDirty) this.changed()
      return
    }
    if (!isSame) return
    this.#ports.keep(null)
    // Written elsewhere meanwhile: who types now is the last writer, else theirs is.
    if (this.#ports.isInHand()) {
      this.#stamp()
      this.#wait(0)
    } else this.#fill(answer.draft)
  }
}
