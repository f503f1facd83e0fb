import vine from '@vinejs/vine'
import { unknownVariable } from '#app/replies/variables'
import { Problem } from '#app/http/problem'

/** What a macro does, one after another. Told apart by `do`; of each kind there is at most one. */
export type MacroStep =
  | { readonly do: 'reply'; readonly text: string }
  | { readonly do: 'no_reply_needed' }
  | { readonly do: 'close' }

const is = (kind: MacroStep['do']) => (value: unknown) =>
  vine.helpers.isObject(value) && (value as { do?: unknown }).do === kind

const step = vine.union([
  vine.union.if(
    is('reply'),
    vine.object({
      do: vine.literal('reply' as const),
      text: vine.string().trim().minLength(1).maxLength(10_000),
    })
  ),
  vine.union.if(
    is('no_reply_needed'),
    vine.object({ do: vine.literal('no_reply_needed' as const) })
  ),
  vine.union.else(vine.object({ do: vine.literal('close' as const) })),
])

export const macroValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(80),
  shared: vine.boolean(),
  steps: vine.array(step).minLength(1).maxLength(10),
})

export const runValidator = vine.create({
  macro: vine.string().uuid(),
  /** Of the message to be, made in the browser: the same in every repeat. */
  id: vine.string().uuid(),
})

/** What a shape can't say. */
export function assertSteps(steps: readonly MacroStep[]): void {
  if (new Set(steps.map((one) => one.do)).size < steps.length)
    throw new Problem(422, 'E_MACRO_STEP_TWICE')
  const unknown = unknownVariable(replyOf(steps) ?? '')
  if (unknown !== undefined) throw new Problem(422, 'E_REPLY_VARIABLE', { variable: unknown })
}

/** The text it sends; undefined: it sends nothing. */
export function replyOf(steps: readonly MacroStep[]): string | undefined {
  return steps.find((one) => one.do === 'reply')?.text
}
