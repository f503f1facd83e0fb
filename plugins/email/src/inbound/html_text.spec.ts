import { test } from '@japa/runner'
import { htmlText } from './html_text.ts'

test.group('text of an HTML letter', () => {
  test('blocks begin lines, styles and hidden preheaders are not text', ({ assert }) => {
    const { text } = htmlText(
      '<html><head><title>t</title><style>p{}</style></head><body><div style="display:none">preheader</div><p>Раз</p><p>Два<br>Три</p><ul><li>а</li><li>б</li></ul></body></html>'
    )
    assert.equal(text, 'Раз\n\nДва\nТри\n\n• а\n• б')
  })

  test('a link shows its address unless the label is it', ({ assert }) => {
    const { text } = htmlText(
      '<a href="https://x.test/a">Сюда</a> <a href="https://x.test">https://x.test/</a>'
    )
    assert.equal(text, 'Сюда (https://x.test/a) https://x.test/')
  })

  for (const [client, html] of [
    [
      'Gmail',
      '<div>Да</div><div class="gmail_quote"><div class="gmail_attr">пн, 4 мая</div><blockquote>Когда?</blockquote></div>',
    ],
    ['Apple', '<div>Да</div><blockquote type="cite">Когда?</blockquote>'],
    [
      'Thunderbird',
      '<p>Да</p><div class="moz-cite-prefix">04.05</div><blockquote type="cite">Когда?</blockquote>',
    ],
    [
      'Outlook',
      '<p>Да</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>От: Анна</p></div><p>Когда?</p>',
    ],
    [
      'Outlook.com',
      '<div>Да</div><div id="appendonsend"></div><div id="divRplyFwdMsg">От: Анна</div><div>Когда?</div>',
    ],
  ] as const) {
    test(`${client}'s own mark divides answer from history`, ({ assert }) => {
      const found = htmlText(html)
      assert.equal(found.text, 'Да')
      assert.include(found.history, client.startsWith('Outlook') ? 'Анна' : 'Когда?')
    })
  }

  test('a plain blockquote becomes quoted lines', ({ assert }) => {
    const { text } = htmlText(
      '<div>Да</div><div>04.05.2026, 10:15, "Анна" &lt;a@b.test&gt;:</div><blockquote>Когда?<br>Где?</blockquote>'
    )
    assert.equal(text, 'Да\n04.05.2026, 10:15, "Анна" <a@b.test>:\n> Когда?\n> Где?')
  })
})
