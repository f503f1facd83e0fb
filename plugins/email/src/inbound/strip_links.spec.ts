import { test } from '@japa/runner'
import { stripLinks } from './strip_links.ts'

test.group('strip links', () => {
  for (const [text, stripped] of [
    ['Смотрите https://evil.test/a?b=1.', 'Смотрите [ссылка].'],
    ['Сюда (https://evil.test/x) и www.evil.test', 'Сюда и [ссылка]'],
    ['Пишите a@client.test или +7 900 000-00-00', 'Пишите a@client.test или +7 900 000-00-00'],
  ] as const) {
    test(`"${text}" becomes "${stripped}"`, ({ assert }) => {
      assert.equal(stripLinks(text), stripped)
    })
  }
})
