import { test } from '@japa/runner'
import { fillVariables, unfilledVariables, unknownVariable } from './variables.js'

const values = { client: 'Анна', operator: 'Ольга', line: 'Продажи', account: null }

test.group('Variables of replies', () => {
  test('both languages, any case, with or without blanks', ({ assert }) => {
    assert.equal(fillVariables('{{клиент}}, {{ Client }}, {{КЛИЕНТ}}', values), 'Анна, Анна, Анна')
    assert.equal(fillVariables('{{operator}} / {{линия}}', values), 'Ольга / Продажи')
  })

  test('what has no value stays as it is written and is told', ({ assert }) => {
    const text = fillVariables('Пишите на {{account}}, {{клиент}}', values)
    assert.equal(text, 'Пишите на {{account}}, Анна')
    assert.deepEqual(unfilledVariables(text), [{ at: 10, whole: '{{account}}' }])
    assert.deepEqual(unfilledVariables(fillVariables('{{client}}', { ...values, client: '  ' })), [
      { at: 0, whole: '{{client}}' },
    ])
  })

  test('a value that looks like a variable is not filled again', ({ assert }) => {
    assert.equal(fillVariables('{{client}}', { ...values, client: '{{operator}}' }), '{{operator}}')
  })

  test('unknown ones are named as written; single braces are text', ({ assert }) => {
    assert.equal(unknownVariable('{{client}} и {{ имя }}'), '{{ имя }}')
    assert.equal(unknownVariable('{{}}'), '{{}}')
    assert.isUndefined(unknownVariable('{клиент} {{client}} }} {{'))
    assert.deepEqual(unfilledVariables('{{имя}} {клиент}'), [])
  })
})
