/** What clients and operators write, made up: the same in every run. Words follow Zipf's law, as words do. */

/** Most frequent first. */
const russian =
  'и в не на я что с по а у мне как это за вы но к мы из от для до есть или ли если нет да уже ещё только когда где можно ' +
  'здравствуйте заказ заказа добрый день спасибо пожалуйста подскажите номер нужно будет могу хочу завтра сегодня сколько стоит ' +
  'доставка доставку цена оплата оплатить магазин товар товара наличии адрес телефон время деньги счёт договор менеджер вопрос ' +
  'ответ получить забрать отправили привезут курьер ждать жду размер цвет белый чёрный большой маленький скидка скидку акция ' +
  'карта картой наличными перевод возврат вернуть обмен гарантия качество брак ремонт мастер запись записаться приём врач утром ' +
  'вечером неделю месяц понедельник среду пятницу выходные улица дом квартира подъезд этаж область город Москва Казань Петербург ' +
  'Новосибирск почта письмо сайт ссылка фото видео документы паспорт подпись печать бухгалтер юрист компания клиент сотрудник ' +
  'отзыв жалоба проблема работает сломалось ошибка пароль вход личный кабинет приложение обновление настройка подключение тариф ' +
  'баланс бонусы подарок упаковка коробка вес килограмм метр стол стул диван кровать шкаф матрас подушка одеяло лампа телевизор ' +
  'холодильник плита чайник пылесос наушники ноутбук клавиатура мышь экран батарея зарядка кабель куртка платье ботинки кроссовки ' +
  'сумка рюкзак очки часы кольцо серьги цветы букет розы торт пицца суши обед столик билеты поезд самолёт гостиница экскурсия'

const english =
  'the to a and of is for in it on with please order delivery hello thanks when can price payment invoice address shipping ' +
  'tracking number refund size colour available tomorrow today question answer account password support team website meeting ' +
  'contract manager discount card return warranty broken repair appointment morning evening week month company office report'

const syllables =
  'ба бе ви га до жа за ки ко ла ле ли ма ми на но пе по ра ре ри ро са си со та те ти то фа хо ца че ша'

/** One that stands in forty messages only, and one that stands in none. */
export const rare: { readonly written: string; readonly asked: string } = {
  written: 'гирлянды для террасы',
  asked: 'гирлянда',
}

/** The same numbers in every run, evenly in [0, 1). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function samples(count: number): readonly string[] {
  const random = dice(7)
  const words = [...russian.split(' '), ...invented(12_000, random)]
  const abroad = [...english.split(' '), ...invented(2000, random).map(latin)]
  return Array.from({ length: count }, () => {
    const vocabulary = random() < 0.15 ? abroad : words
    const length = lengthOf(random)
    const text = Array.from({ length }, () => vocabulary[zipf(random, vocabulary.length)]).join(' ')
    return text.charAt(0).toUpperCase() + text.slice(1) + (random() < 0.3 ? '?' : '.')
  })
}

/** In words: chats are short, letters are not. */
function lengthOf(random: () => number): number {
  const kind = random()
  if (kind < 0.45) return 1 + Math.floor(random() * 6)
  if (kind < 0.88) return 7 + Math.floor(random() * 18)
  if (kind < 0.98) return 25 + Math.floor(random() * 60)
  return 100 + Math.floor(random() * 250)
}

/** A rank whose frequency falls as 1 / rank. */
function zipf(random: () => number, ranks: number): number {
  return Math.min(ranks - 1, Math.floor((ranks + 3) ** random() * 3 ** (1 - random()) - 1))
}

function invented(count: number, random: () => number): string[] {
  const parts = syllables.split(' ')
  const endings = ['', 'м', 'х', 'й', 'ть', 'ка', 'ки', 'ку', 'ный', 'ного', 'ные', 'ость', 'ами']
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
  return Array.from({ length: count }, () => {
    const stem = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(parts)).join('')
    return stem + pick(endings)
  })
}

function latin(word: string): string {
  const from = 'абвгдежзийклмнопрстуфхцчшьыюя'
  const to = 'abvgdejzijklmnoprstufhccsiyua'
  return [...word].map((letter) => to[from.indexOf(letter)] ?? '').join('')
}
