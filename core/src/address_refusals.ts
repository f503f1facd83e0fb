import type { AddressKind } from './address.ts'
import { Failure } from './failure.ts'
import type { Localized } from './json.ts'

/** Why an address can't be one, in words: the thing, the reason, the remedy. */

function refuse(code: `E_${string}`, ru: string, en: string): Failure {
  return new Failure('rejected', { code, reason: { ru, en } })
}

const named: Readonly<Record<AddressKind, Localized>> = {
  phone: { ru: 'номер телефона', en: 'a phone number' },
  username: { ru: 'имя пользователя', en: 'a username' },
  email: { ru: 'адрес почты', en: 'an e-mail address' },
  external: { ru: 'идентификатор', en: 'an id' },
  chat: { ru: 'номер чата', en: 'a chat id' },
}

function anyOf(kinds: readonly AddressKind[]): Localized {
  const ru = kinds.map((kind) => named[kind].ru)
  const en = kinds.map((kind) => named[kind].en)
  return { ru: ru.join(' или '), en: en.join(' or ') }
}

export function refuseEmpty(kinds: readonly AddressKind[]): Failure {
  const wanted = anyOf(kinds)
  return refuse('E_ADDRESS_EMPTY', `Укажите ${wanted.ru}.`, `Give ${wanted.en}.`)
}

/** `by` undefined: it looks like nothing we know. */
export function refuseKind(by: AddressKind | undefined, kinds: readonly AddressKind[]): Failure {
  const wanted = anyOf(kinds)
  if (kinds.length === 0)
    return refuse(
      'E_WRITE_FIRST',
      'Этот аккаунт не может писать первым. Дождитесь сообщения клиента.',
      'This account cannot write first. Wait until the client writes.'
    )
  if (by === undefined)
    return refuse(
      'E_ADDRESS_UNCLEAR',
      `Не удалось разобрать адрес. Укажите ${wanted.ru}.`,
      `The address could not be read. Give ${wanted.en}.`
    )
  return refuse(
    'E_ADDRESS_KIND',
    `Сюда не подойдёт ${named[by].ru}. Укажите ${wanted.ru}.`,
    `This account does not take ${named[by].en}. Give ${wanted.en}.`
  )
}

export function refuseUsername(): Failure {
  return refuse(
    'E_ADDRESS_USERNAME',
    'Имя пользователя начинается с латинской буквы, дальше буквы, цифры, точка и _; всего от 3 до 32 знаков. Например @anna_belova.',
    'A username begins with a Latin letter, then letters, digits, a dot and _; 3 to 32 characters in all. For example @anna_belova.'
  )
}

export function refuseEmail(): Failure {
  return refuse(
    'E_ADDRESS_EMAIL',
    'Это не похоже на адрес почты. Проверьте его: нужен вид name@example.com.',
    'This does not look like an e-mail address. Check it: name@example.com.'
  )
}

export function refusePhone(): Failure {
  return refuse(
    'E_ADDRESS_PHONE',
    'Кода такой страны нет. Начните с + и кода страны, например +7 912 345-67-89.',
    'No country has this code. Begin with + and the country code, for example +7 912 345-67-89.'
  )
}

/** In the genitive, of the countries our clients write to most; others are named by their code. */
const countries: { readonly [code: string]: Localized } = {
  RU: { ru: 'России', en: 'Russia' },
  KZ: { ru: 'Казахстана', en: 'Kazakhstan' },
  BY: { ru: 'Беларуси', en: 'Belarus' },
  UA: { ru: 'Украины', en: 'Ukraine' },
  UZ: { ru: 'Узбекистана', en: 'Uzbekistan' },
  KG: { ru: 'Киргизии', en: 'Kyrgyzstan' },
  TJ: { ru: 'Таджикистана', en: 'Tajikistan' },
  AM: { ru: 'Армении', en: 'Armenia' },
  GE: { ru: 'Грузии', en: 'Georgia' },
  AZ: { ru: 'Азербайджана', en: 'Azerbaijan' },
}

export type NumbersOf = {
  readonly country: string
  readonly code: string
  /** With the code. */
  readonly digits: readonly [least: number, most: number]
}

export function refusePhoneLength(which: 'short' | 'long', about: NumbersOf): Failure {
  const [least, most] = about.digits
  const code = `+${about.code}`
  const where = countries[about.country] ?? { ru: `кода ${code}`, en: `the code ${code}` }
  const ru = least === most ? `${least} цифр` : `от ${least} до ${most} цифр`
  const en = least === most ? `${least} digits` : `${least} to ${most} digits`
  return which === 'short'
    ? refuse(
        'E_PHONE_SHORT',
        `Номер короткий: для ${where.ru} нужно ${ru}.`,
        `The number is too short: ${where.en} has ${en}.`
      )
    : refuse(
        'E_PHONE_LONG',
        `Номер длинный: для ${where.ru} нужно ${ru}.`,
        `The number is too long: ${where.en} has ${en}.`
      )
}
