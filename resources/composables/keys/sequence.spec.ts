import { test } from '@japa/runner'
import { keyboardOf } from './own_keys.ts'
import { step, type Pending } from './sequence.ts'

const { commandOf } = keyboardOf({})

function run(presses: readonly (readonly [stroke: string, at: number])[]) {
  let pending: Pending = null
  return presses.map(([stroke, at]) => {
    const next = step(pending, [stroke], commandOf, at)
    pending = next.pending
    return next.command
  })
}

test.group('keys one after the other', () => {
  const table: readonly (readonly [
    string,
    readonly (readonly [string, number])[],
    readonly (string | undefined)[],
  ])[] = [
    ['one key', [['KeyJ', 0]], ['next_dialog']],
    [
      'G, then D',
      [
        ['KeyG', 0],
        ['KeyD', 900],
      ],
      [undefined, 'go_dialogs'],
    ],
    [
      'too late',
      [
        ['KeyG', 0],
        ['KeyD', 1100],
      ],
      [undefined, undefined],
    ],
    [
      'another key comes between',
      [
        ['KeyG', 0],
        ['KeyJ', 100],
        ['KeyD', 200],
      ],
      [undefined, 'next_dialog', undefined],
    ],
    [
      'G twice',
      [
        ['KeyG', 0],
        ['KeyG', 900],
        ['KeyL', 1500],
      ],
      [undefined, undefined, 'go_lines'],
    ],
    ['nothing has it', [['KeyQ', 0]], [undefined]],
  ]
  for (const [what, presses, done] of table)
    test(what, ({ assert }) => assert.deepEqual(run(presses), done))

  test('the likelier meaning of a press is taken', ({ assert }) => {
    const { command } = step(null, ['Mod+Shift+Digit7', 'Mod+Slash'], commandOf, 0)
    assert.equal(command, 'keys')
  })
})
