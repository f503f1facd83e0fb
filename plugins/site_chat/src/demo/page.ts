/** The demo shop's page. Everything in it is ours but the title, which is escaped. */

type Words = {
  readonly shop: string
  readonly lead: string
  readonly note: string
  readonly buy: string
  readonly goods: readonly (readonly [name: string, about: string, price: string])[]
}

const words: Readonly<Record<'ru' | 'en', Words>> = {
  ru: {
    shop: 'Лампы и свет',
    lead: 'Небольшой магазин ламп. Доставим завтра.',
    note: 'Это пробная страница. Откройте чат в углу и напишите: сообщение появится во входящих.',
    buy: 'Подробнее',
    goods: [
      ['Настольная лампа', 'Тёплый свет, латунь и стекло', '4 900 ₽'],
      ['Торшер', 'Для кресла и книги', '12 400 ₽'],
      ['Гирлянда', '10 метров, 100 огней', '1 200 ₽'],
    ],
  },
  en: {
    shop: 'Lamps and light',
    lead: 'A small shop of lamps. Delivered tomorrow.',
    note: 'This is a demo page. Open the chat in the corner and write: the message appears in the inbox.',
    buy: 'More',
    goods: [
      ['Table lamp', 'Warm light, brass and glass', '€49'],
      ['Floor lamp', 'For an armchair and a book', '€124'],
      ['String lights', '10 metres, 100 lights', '€12'],
    ],
  },
}

export function demoPage(language: 'ru' | 'en', title: string): string {
  const { shop, lead, note, buy, goods } = words[language]
  const cards = goods
    .map(
      ([name, about, price]) =>
        `<li><span class="lamp" aria-hidden="true"></span><h2>${name}</h2><p>${about}</p><p class="price">${price}</p><a href="#more">${buy}</a></li>`
    )
    .join('\n      ')
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <title>${escape(title)} · ${shop}</title>
    <link rel="stylesheet" href="demo.css">
  </head>
  <body>
    <header><strong>${shop}</strong></header>
    <main>
      <p class="note">${note}</p>
      <h1>${lead}</h1>
      <ul>
      ${cards}
      </ul>
    </main>
    <script async src="widget.js"></script>
  </body>
</html>
`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
