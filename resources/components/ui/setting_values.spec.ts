import type { FieldView } from '../../../app/lines/views.ts'
import { test } from '@japa/runner'
import { firstValues, valuesToSend } from './setting_values.ts'

const label = { ru: 'Поле', en: 'Field' }
const field = (name: string, more: Partial<FieldView> = {}): FieldView => ({
  name,
  type: 'text',
  required: false,
  default: null,
  label,
  ...more,
})

test.group("values of a plugin's form", () => {
  test('begin with what is known, then with the default, then empty', ({ assert }) => {
    const fields = [
      field('host', { default: 'imap.example.com' }),
      field('name'),
      field('tls', { type: 'switch' }),
      field('kind', { type: 'choice', options: { a: label, b: label } }),
    ]
    assert.deepEqual(firstValues(fields, { name: 'Ольга' }), {
      host: 'imap.example.com',
      name: 'Ольга',
      tls: false,
      kind: 'a',
    })
  })

  test('leave out what another field hides', ({ assert }) => {
    const fields = [field('preset'), field('host', { when: { field: 'preset', is: ['custom'] } })]
    const values = { preset: 'gmail', host: 'left over' }
    assert.deepEqual(valuesToSend(fields, values), { preset: 'gmail' })
    assert.deepEqual(valuesToSend(fields, { ...values, preset: 'custom' }), {
      preset: 'custom',
      host: 'left over',
    })
  })

  test('are sent where the field they depend on is no part of the form', ({ assert }) => {
    const fields = [
      field('password', { type: 'secret', when: { field: 'auth', is: ['password'] } }),
    ]
    assert.deepEqual(valuesToSend(fields, { password: 'typed' }), { password: 'typed' })
  })

  test('keep a stored secret that was not typed anew', ({ assert }) => {
    const fields = [field('password', { type: 'secret' })]
    assert.deepEqual(valuesToSend(fields, { password: '' }, { password: '••••' }), {})
    assert.deepEqual(valuesToSend(fields, { password: 'new' }), { password: 'new' })
  })

  test('tell that a field was cleared, with its default where it has one', ({ assert }) => {
    const fields = [field('greeting'), field('title', { default: 'Чат' })]
    const known = { greeting: 'Здравствуйте', title: 'Помощь' }
    assert.deepEqual(valuesToSend(fields, { greeting: '', title: '' }, known), {
      greeting: '',
      title: 'Чат',
    })
  })
})
