/** As the server's endpoints give them. */

export type Config = {
  readonly title: string
  readonly initials: string
  readonly colour: string
  readonly position: 'right' | 'left'
  readonly language: 'auto' | 'ru' | 'en'
  readonly theme: 'auto' | 'light' | 'dark'
  readonly greeting: string
  readonly sound: boolean
  readonly links: readonly { readonly url: string; readonly name: string }[]
  readonly askEmailAfterMs: number
  readonly maxFileBytes: number
  readonly textLimit: number
  /** So long the visitor may change what he wrote. */
  readonly changeWithinMs: number
  readonly online: boolean | null
}

export type LineFile = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly as: string
  /** Relative to the account's endpoint. */
  readonly url: string
}

export type Line = {
  readonly id: string
  readonly at: number
  readonly from: 'us' | 'visitor'
  readonly author?: string
  readonly text?: string
  readonly quote?: string
  readonly files?: readonly LineFile[]
  /** When its words were last changed. */
  readonly edited?: number
  readonly removed?: true
  readonly reactions?: { readonly us?: string; readonly visitor?: string }
  /** Came again because something about it is new. */
  readonly changedAt?: number
  /** Why what was just tried was refused; empty: it wasn't. */
  readonly refusal?: string
}

export type Hello = {
  /** Up to when an operator has read. */
  readonly seen: number
  /** Has the visitor left an e-mail? */
  readonly email: boolean
  readonly online: boolean | null
  readonly more?: boolean
}

/** A message on its way. */
export type Pending = {
  readonly id: string
  readonly madeAt: number
  readonly text: string
  readonly fileName?: string
  state: 'waiting' | 'failed'
  /** Uploaded already: the id the message names. */
  fileId?: string
  /** 0…1 of an upload under way. */
  progress?: number
  reason?: string
  /** Refused for what it is: trying again would bring the same answer. */
  final?: boolean
}
