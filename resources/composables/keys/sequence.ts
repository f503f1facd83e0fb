/** Two keys one after the other: G, then D. Pure; times in milliseconds. */
import type { CommandId } from '../../components/cabinet/commands.ts'

const withinMs = 1_000

export type Pending = { readonly stroke: string; readonly at: number } | null
export type Step = { readonly pending: Pending; readonly command: CommandId | undefined }

/** What a press does, given what was pressed before it. */
export function step(
  pending: Pending,
  strokes: readonly string[],
  commandOf: ReadonlyMap<string, CommandId>,
  at: number
): Step {
  const started = pending !== null && at - pending.at <= withinMs ? pending.stroke : undefined
  for (const stroke of strokes) {
    const chained = started === undefined ? undefined : commandOf.get(`${started} ${stroke}`)
    if (chained !== undefined) return { pending: null, command: chained }
  }
  for (const stroke of strokes) {
    const command = commandOf.get(stroke)
    if (command !== undefined) return { pending: null, command }
    if ([...commandOf.keys()].some((keys) => keys.startsWith(`${stroke} `)))
      return { pending: { stroke, at }, command: undefined }
  }
  return { pending: null, command: undefined }
}
