/** What can be done now. Components say it while they stand in the page; keys and the palette both ask here. */
import type { CommandId } from '~/components/cabinet/commands'
import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'

type Doing = {
  readonly run: () => void
  /** Without it: whenever the component stands in the page. */
  readonly can?: () => boolean
}
type Doings = { readonly [id in CommandId]?: Doing | (() => void) }

/** The last one that came has the word. */
const doings = shallowReactive<Doings[]>([])

export function useCommands(own: Doings): void {
  onMounted(() => void doings.push(own))
  onBeforeUnmount(() => void doings.splice(doings.indexOf(own), 1))
}

function find(id: CommandId): (() => void) | undefined {
  const doing = doings.findLast((one) => one[id] !== undefined)?.[id]
  if (doing === undefined || typeof doing === 'function') return doing
  return doing.can === undefined || doing.can() ? doing.run : undefined
}

export const canRun = (id: CommandId): boolean => find(id) !== undefined

/** False: nothing in the page does it now. */
export function runCommand(id: CommandId): boolean {
  const run = find(id)
  run?.()
  return run !== undefined
}
