import { test } from '@japa/runner'
import { foldHistory } from './quoted.ts'

type Row = readonly [client: string, text: string, visible: string, history: string]

const rows: readonly Row[] = [
  [
    'Gmail en',
    'Yes.\n\nOn Mon, May 4, 2026 at 10:15 AM Anna <a@b.test> wrote:\n> When?\n> Today?',
    'Yes.',
    'When?',
  ],
  [
    'Gmail en, wrapped',
    'Yes.\n\nOn Mon, May 4, 2026 at 10:15 AM Anna Petrova\n<anna.petrova@client.test> wrote:\n\n> When?',
    'Yes.',
    'When?',
  ],
  ['Gmail ru', 'Да.\n\nпн, 4 мая 2026 г. в 10:15, Анна <a@b.test>:\n\n> Когда?\n', 'Да.', 'Когда?'],
  [
    'Gmail ru, wrapped',
    'Да.\n\nпн, 4 мая 2026 г. в 10:15, Анна Петровна Длинная\n<a@b.test>:\n> Когда?',
    'Да.',
    'Когда?',
  ],
  [
    'Apple en',
    'Sure\n\n> On May 4, 2026, at 10:15, Anna <a@b.test> wrote:\n> \n> When?',
    'Sure',
    'When?',
  ],
  [
    'Apple ru',
    'Хорошо\n\n4 мая 2026 г., в 10:15, Анна <a@b.test> написал(а):\n\n> Когда?',
    'Хорошо',
    'Когда?',
  ],
  [
    'Apple ru under >',
    'Хорошо\n\n> 4 мая 2026 г., в 10:15, Анна <a@b.test> написала:\n> Когда?',
    'Хорошо',
    'Когда?',
  ],
  ['Thunderbird en', 'Ok\n\nOn 04.05.2026 10:15, Anna wrote:\n> When?', 'Ok', 'When?'],
  ['Thunderbird ru', 'Ок\n\n04.05.2026 10:15, Анна пишет:\n> Когда?', 'Ок', 'Когда?'],
  [
    'Yandex with marks',
    'Спасибо\n\n04.05.2026, 10:15, "Анна" <a@b.test>:\n> Счёт',
    'Спасибо',
    'Счёт',
  ],
  [
    'Yandex without marks',
    'Спасибо\n\n04.05.2026, 10:15, "Анна" <a@b.test>:\nСчёт во вложении',
    'Спасибо',
    'Счёт во вложении',
  ],
  [
    'Mail.ru',
    'Да\n\nПонедельник, 4 мая 2026, 10:15 +03:00 от Анна <a@b.test>:\n> Когда?',
    'Да',
    'Когда?',
  ],
  [
    'Mail.ru under >',
    'Да\n\n> Понедельник, 4 мая 2026, 10:15 +03:00 от Анна <a@b.test>:\n> Когда?',
    'Да',
    'Когда?',
  ],
  [
    'Mail.ru, original message',
    'Да\n\n----- Исходное сообщение -----\nОт: Анна <a@b.test>\nКому: shop@svyaz.test\nДата: 4 мая\nТема: Вопрос\n\nКогда?',
    'Да',
    'Когда?',
  ],
  [
    'Outlook en',
    'Fine\n\nFrom: Anna <a@b.test>\nSent: Monday, May 4, 2026 10:15\nTo: Shop\nSubject: Question\n\nWhen?',
    'Fine',
    'When?',
  ],
  [
    'Outlook ru',
    'Хорошо\n\n________________________________\nОт: Анна <a@b.test>\nОтправлено: 4 мая 2026 г. 10:15\nКому: Магазин\nТема: Вопрос\n\nКогда?',
    'Хорошо',
    'Когда?',
  ],
  [
    'Outlook, bold labels',
    'Хорошо\n\n*From:* Anna <a@b.test>\n*Sent:* Monday\n*To:* Shop\n*Subject:* Q\n\nWhen?',
    'Хорошо',
    'When?',
  ],
  ['The Bat!', 'Да\n\nВы писали 4 мая 2026 г., 10:15:00:\n\nИП> Когда?', 'Да', 'Когда?'],
  ['bare quote at the end', 'Yes\n\n> When?\n> Where?', 'Yes', 'Where?'],
]

test.group('quoted history', () => {
  for (const [client, text, visible, history] of rows) {
    test(`${client}: the answer stays, what it quotes is folded`, ({ assert }) => {
      const folded = foldHistory(text)
      assert.equal(folded.visible, visible)
      assert.include(folded.history, history)
    })
  }

  test('answers between quoted lines stay with their questions', ({ assert }) => {
    const text = '04.05.2026 10:15, Анна пишет:\n> Когда?\nЗавтра.\n> Где?\nТам же.'
    const folded = foldHistory(text)
    assert.equal(folded.visible, text)
    assert.equal(folded.history, '')
  })

  test('an answer below the quote stays visible', ({ assert }) => {
    const folded = foldHistory('On 04.05.2026 10:15, Anna wrote:\n> When?\n\nTomorrow.')
    assert.equal(folded.visible, 'Tomorrow.')
    assert.include(folded.history, 'When?')
  })

  test('a forwarded letter is content', ({ assert }) => {
    for (const mark of [
      '---------- Forwarded message ---------',
      '---------- Пересылаемое сообщение ----------',
      'Begin forwarded message:',
      'Начало переадресованного сообщения:',
    ]) {
      const text = `Посмотрите\n\n${mark}\nОт: Анна <a@b.test>\nДата: 4 мая 2026\nТема: Счёт\nКому: нам\n\nСчёт`
      assert.equal(foldHistory(text).visible, text)
    }
    const quoted = 'От: Анна\nДата: 4 мая\nТема: Счёт\n\nСчёт'
    assert.equal(foldHistory(quoted, { isForward: true }).visible, quoted)
  })

  test('a letter that only quotes is shown whole', ({ assert }) => {
    const text = '> Когда?\n> Где?'
    assert.equal(foldHistory(text).visible, text)
  })

  test('a person\'s own "From:" isn\'t a header of a quote', ({ assert }) => {
    const text = 'От: имени компании пишу вам\nПросим прислать счёт.'
    assert.equal(foldHistory(text).visible, text)
  })

  test('a date with a time at the end of a sentence is no header', ({ assert }) => {
    const text = 'Встреча 04.05.2026 в 10:15:\nадрес прежний'
    assert.equal(foldHistory(text).visible, text)
  })

  test('signatures are folded in both languages', ({ assert }) => {
    for (const signature of [
      '-- \nАнна\n+7 900 000-00-00',
      'С уважением,\nАнна',
      'Best regards,\nAnna',
      'Sent from my iPhone',
      'Отправлено с iPhone',
      'Отправлено из мобильного приложения Яндекс Почты',
    ]) {
      const folded = foldHistory(`Спасибо за ответ\n\n${signature}`)
      assert.equal(folded.visible, 'Спасибо за ответ')
      assert.equal(folded.signature, signature)
    }
  })

  test('a hostile letter takes linear time', ({ assert }) => {
    const text = `${'> '.repeat(50_000)}\n${'On '.repeat(50_000)}:\n${'a '.repeat(100_000)}`
    const start = performance.now()
    foldHistory(text)
    foldHistory(Array.from({ length: 4900 }, () => '> On 1.1.2026 10:10 <a@b> :').join('\n'))
    assert.isBelow(performance.now() - start, 1500)
  })
})
