/** Of the layout: presses become commands. */
import { commands } from '~/components/cabinet/commands'
import { onBeforeUnmount, onMounted } from 'vue'
import { step, type Pending } from './sequence.ts'
import { isMoving, isWriting, strokesOf } from './strokes.ts'
import { canRun, runCommand } from '../use_commands.ts'
import { isMac, useOwnKeys } from './use_own_keys.ts'

/** Something lies over the page and has the keys to itself. */
const isCovered = (): boolean =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null

const pressed = 'button,checkbox,color,file,image,radio,range,reset,submit'.split(',')

/** Where the event began, not where the caret is by now: Escape lets go of a field and does nothing else. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !pressed.includes(target.type)
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLElement && target.isContentEditable
}

const isNowhere = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.id === 'main')

export function useKeyboard(): void {
  const { keyboard } = useOwnKeys()
  let pending: Pending = null

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || isCovered()) return
    const strokes = strokesOf(event, isMac).filter(
      (stroke) =>
        !(isWriting(stroke) && isField(event.target)) &&
        !(isMoving(stroke) && !isNowhere(event.target))
    )
    if (strokes.length === 0) return
    const next = step(pending, strokes, keyboard.value.commandOf, event.timeStamp)
    pending = next.pending
    if (next.command === undefined || !canRun(next.command)) return
    event.preventDefault()
    if (!event.repeat || commands[next.command].repeats) runCommand(next.command)
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
