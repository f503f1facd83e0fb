import { test } from '@japa/runner'
import { sectionOptions, stepped } from './section_options.ts'

const section = (id: string, parent: string | null, mine = true) => ({
  id,
  parent,
  name: id.toUpperCase(),
  mine,
  editors: [],
  replies: 0,
})

test.group('Sections to choose from', () => {
  test('the whole path, only mine, without a branch', ({ assert }) => {
    const sections = [
      section('a', null, false),
      section('b', 'a'),
      section('c', 'b'),
      section('d', null),
    ]
    assert.deepEqual(sectionOptions(sections), [
      { id: 'b', label: 'A / B' },
      { id: 'c', label: 'A / B / C' },
      { id: 'd', label: 'D' },
    ])
    assert.deepEqual(sectionOptions(sections, 'b'), [{ id: 'd', label: 'D' }])
  })

  test('a step up or down, and none past the ends', ({ assert }) => {
    const ids = ['a', 'b', 'c', 'd']
    assert.deepEqual(stepped(ids, 'b', -1), { before: 'a' })
    assert.deepEqual(stepped(ids, 'b', 1), { before: 'd' })
    assert.deepEqual(stepped(ids, 'c', 1), {})
    assert.isUndefined(stepped(ids, 'a', -1))
    assert.isUndefined(stepped(ids, 'd', 1))
  })
})
