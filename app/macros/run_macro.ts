import type { As } from '#app/desk/as'
import { closeTicket } from '#app/desk/close_ticket'
import { needsReply } from '#app/desk/needs_reply'
import { findSent } from '#app/desk/queries/find_sent'
import { send } from '#app/desk/send'
import type { DeskParts } from '#app/desk/transact'
import { notFound, Problem } from '#app/http/problem'
import { fillVariables, unfilledVariables, type VariableValues } from '#app/replies/variables'
import type { Sql } from '@svyaz/core'
import { findMacro } from './queries/macros.js'
import { replyOf, type MacroStep } from './steps.js'

export type RunParts = DeskParts & {
  readonly sql: Sql
  /** What variables of this dialog stand for; throws E_NOT_FOUND for a dialog that isn't there. */
  valuesOf(as: As, dialog: string): Promise<VariableValues>
}

export type Run = {
  readonly macro: string
  readonly dialog: string
  /** Of the message to be. */
  readonly id: string
}

export type RunOutcome = {
  readonly done: readonly MacroStep['do'][]
  readonly failed: { readonly step: MacroStep['do']; readonly error: unknown } | null
  readonly left: readonly MacroStep['do'][]
}

/**
 * Step by step, each a command of the desk with its own transaction: a step that is done stays done. The first that fails
 * ends it, told with what is done and what is left. The same run again sends nothing twice and goes on: the message has the
 * browser's id, the other steps do nothing where nothing is left to do.
 */
export async function runMacro(parts: RunParts, as: As, run: Run): Promise<RunOutcome> {
  const macro = await findMacro(parts.sql, as.company, as.actor.member, run.macro)
  if (!macro) throw notFound()
  const text = await textOf(parts, as, run, macro.steps)
  const kinds = macro.steps.map((step) => step.do)
  for (const [at, step] of kinds.entries()) {
    try {
      await perform(parts, as, run, step, text)
    } catch (error) {
      return { done: kinds.slice(0, at), failed: { step, error }, left: kinds.slice(at + 1) }
    }
  }
  return { done: kinds, failed: null, left: [] }
}

/** Looked at before the first step: what can't be sent stops a macro while nothing is done. */
async function textOf(
  parts: RunParts,
  as: As,
  { dialog }: Run,
  steps: readonly MacroStep[]
): Promise<string> {
  const values = await parts.valuesOf(as, dialog)
  const text = fillVariables(replyOf(steps) ?? '', values)
  const [unfilled] = unfilledVariables(text)
  if (unfilled) throw new Problem(422, 'E_MACRO_UNFILLED', { variable: unfilled.whole })
  return text
}

async function perform(
  parts: RunParts,
  as: As,
  { dialog, id }: Run,
  step: MacroStep['do'],
  text: string
): Promise<void> {
  switch (step) {
    case 'reply':
      // A repeat: the client's name may be another by now, the message is the same.
      if ((await findSent(parts.sql, as.company, id))?.dialog === dialog) return
      await send(parts, as, { id, dialog, text, files: [] })
      return
    case 'no_reply_needed':
      return needsReply(parts, as, { dialog, needed: false })
    case 'close':
      await closeTicket(parts, as, dialog)
      return
    default:
      return unknownStep(step)
  }
}

function unknownStep(step: never): never {
  throw new Error(`a macro has a step that nobody knows: ${String(step)}`)
}
