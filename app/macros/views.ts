/** What the JSON answers and the page of macros hold. */
import type { Problem } from '#app/inbox/views'
import type { MacroStep } from './steps.js'

export type MacroView = {
  readonly id: string
  readonly name: string
  /** Everybody's in the company; else mine alone. */
  readonly shared: boolean
  readonly steps: readonly MacroStep[]
  /** May I change it? */
  readonly mine: boolean
}

/** Page `macros/index` at GET /macros. `shares`: may make some for all. */
export type MacrosProps = { readonly macros: readonly MacroView[]; readonly shares: boolean }

/** POST /inbox/dialogs/:id/macros. The first step that fails ends it; a repeat with the same id goes on from there. */
export type MacroOutcome = {
  readonly done: readonly MacroStep['do'][]
  readonly failed: { readonly step: MacroStep['do']; readonly problem: Problem } | null
  readonly left: readonly MacroStep['do'][]
}
